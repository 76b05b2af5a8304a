//! What the columns picker says.

use super::catalogue::texts;

texts! {
    /// The columns picker.
    pub struct Columns {
        /// Its title.
        title,
        /// Region and profile, while there is one of them.
        only_several,
    }
}
