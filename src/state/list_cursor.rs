//! The cursor of a short list: plug-ins, tasks, tags, columns. It is an identity, too.

/// A cursor over items that are known by `K`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListCursor<K> {
    at: Option<K>,
    place: usize,
    top: usize,
}

impl<K> Default for ListCursor<K> {
    fn default() -> Self {
        Self {
            at: None,
            place: 0,
            top: 0,
        }
    }
}

impl<K: Clone + PartialEq> ListCursor<K> {
    /// What the cursor is on, if that is among `items`; the first item before it was ever moved.
    pub fn on<'a>(&self, items: &'a [K]) -> Option<&'a K> {
        items.get(self.place(items)?)
    }

    /// Position of the cursor among `items`.
    pub fn place(&self, items: &[K]) -> Option<usize> {
        match &self.at {
            // It is where it was in nearly every frame, of thousands of items too.
            Some(at) if items.get(self.place) == Some(at) => Some(self.place),
            Some(at) => items.iter().position(|item| item == at),
            None if items.is_empty() => None,
            None => Some(0),
        }
    }

    /// Where it moves from: from an item that vanished, from what took its place.
    pub fn start(&self, items: &[K]) -> usize {
        self.place(items).unwrap_or(self.place)
    }

    /// Moves by so many items; stops at the ends.
    pub fn move_by(&mut self, delta: isize, items: &[K]) {
        let from = self.start(items);
        self.go_to(from.saturating_add_signed(delta), items);
    }

    /// Moves to a position, or to the last item.
    pub fn go_to(&mut self, place: usize, items: &[K]) {
        let Some(last) = items.len().checked_sub(1) else {
            return;
        };
        self.place = place.min(last);
        self.at = Some(items[self.place].clone());
    }

    /// Puts it on this item, wherever that is.
    pub fn put(&mut self, item: K) {
        self.at = Some(item);
    }

    /// First item to draw when `height` fit.
    pub fn top(&self, items: &[K], height: usize) -> usize {
        let place = self.place(items).unwrap_or(0);
        let height = height.max(1);
        let top = self.top.min(items.len().saturating_sub(height));
        if place < top {
            place
        } else if place >= top + height {
            place + 1 - height
        } else {
            top
        }
    }

    /// Remembers the scroll position for the next frame.
    pub fn keep_in_view(&mut self, items: &[K], height: usize) {
        self.top = self.top(items, height);
        if let Some(place) = self.place(items) {
            self.place = place;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_on_its_item_when_others_come_and_go() {
        let mut pick = ListCursor::default();
        pick.move_by(1, &["a", "b", "c"]);
        assert_eq!(pick.on(&["x", "a", "b"]), Some(&"b"));
        assert_eq!(pick.on(&["x", "a"]), None);
        pick.move_by(-9, &["x", "a"]);
        assert_eq!(pick.on(&["x", "a"]), Some(&"x"));
    }
}
