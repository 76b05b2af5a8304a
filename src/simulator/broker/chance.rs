//! Chance without a past: any draw can be made at any time, in any order.

use crate::simulator::dice::Dice;

/// Draws by number, all decided by the text this was made of.
#[derive(Clone, Copy, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The draws that belong to a text, such as an id (FNV-1a).
    pub fn new(text: &str) -> Self {
        let fold = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        Self(text.bytes().fold(0xCBF2_9CE4_8422_2325, fold))
    }

    /// A series of draws of its own.
    pub fn of(self, number: u64) -> Self {
        Self(Dice::new(self.0 ^ number.wrapping_mul(0xD6E8_FEB8_6659_FD93)).roll())
    }

    /// The draw of this number, from 0 to below 1.
    #[allow(
        clippy::cast_precision_loss,
        reason = "53 bits are all that a share has"
    )]
    pub fn share(self, number: u64) -> f64 {
        (self.of(number).0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// The draw that belongs to a whole number, also a negative one.
    pub fn share_at(self, whole: f64) -> f64 {
        self.share(whole.to_bits())
    }

    /// The draw of this number, from 0 to `limit - 1`; 0 when `limit` is 0.
    pub fn below(self, number: u64, limit: u32) -> u32 {
        Dice::new(self.of(number).0).below(limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_is_the_same_whenever_it_is_made_and_differs_between_numbers_and_texts() {
        let chance = Chance::new("orders");
        let first = chance.share(7);
        assert_eq!(Chance::new("orders").share(7).to_bits(), first.to_bits());
        assert_ne!(chance.share(8).to_bits(), first.to_bits());
        assert_ne!(Chance::new("payments").share(7).to_bits(), first.to_bits());
    }

    #[test]
    fn draws_are_spread_evenly() {
        let chance = Chance::new("spread");
        let mean: f64 = (0..10_000).map(|each| chance.share(each)).sum::<f64>() / 10_000.0;
        assert!((0.48..0.52).contains(&mean), "{mean}");
    }
}
