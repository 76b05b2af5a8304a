//! Repeatable randomness: the same seed gives the same fleet on every machine.

/// A small generator (SplitMix64). Good for making up data, not for secrets.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// A generator whose whole future is decided by `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 random bits.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number from 0 to `limit - 1`; 0 when `limit` is 0.
    pub fn below(&mut self, limit: u32) -> u32 {
        let rest = self.roll().checked_rem(u64::from(limit)).unwrap_or(0);
        u32::try_from(rest).unwrap_or(0)
    }

    /// One of `choices`, which must not be empty.
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        let count = u32::try_from(choices.len()).unwrap_or(u32::MAX);
        choices[self.below(count) as usize]
    }

    /// 32 lower-case hexadecimal digits, as the service writes task, user and AZ ids.
    pub fn hex32(&mut self) -> String {
        format!("{:016x}{:016x}", self.roll(), self.roll())
    }

    /// An id of the form 8-4-4-4-12, as the service writes instance and network ids.
    pub fn uuid(&mut self) -> String {
        let hex = self.hex32();
        format!(
            "{}-{}-4{}-a{}-{}",
            &hex[..8],
            &hex[8..12],
            &hex[13..16],
            &hex[17..20],
            &hex[20..]
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        let ids = |seed| {
            let mut dice = Dice::new(seed);
            (dice.uuid(), dice.hex32(), dice.below(10))
        };
        assert_eq!(ids(7), ids(7));
        assert_ne!(ids(7), ids(8));
        assert_eq!(ids(7).0.len(), 36);
    }
}
