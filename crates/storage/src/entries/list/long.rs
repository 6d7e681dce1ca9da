//! Where counts were long of late.
//!
//! A short statement is cheapest when the whole instance waits for it, a long one would hold up
//! every other request. How much a range of values holds is known only when it was counted; the
//! next range of the same field mostly holds about as much.

use weft_bounded::Shared;

/// From how many values on a count is long: about half a millisecond.
const LONG: u64 = 10_000;
/// The most places that an instance remembers.
const PLACES_MAX: usize = 1024;

static PLACES: Shared<i64, ()> = Shared::new(PLACES_MAX);

/// Whether the last count of values at this place was long.
pub(super) fn is_long(place: i64) -> bool {
    PLACES.find(&place).is_some()
}

/// Notes how much was counted.
pub(super) fn note(place: i64, total: u64) {
    if total < LONG {
        PLACES.remove(&place);
    } else {
        PLACES.insert(place, ());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_count_tells() {
        assert!(!is_long(-7));
        note(-7, LONG);
        assert!(is_long(-7) && !is_long(-8));
        note(-7, LONG - 1);
        assert!(!is_long(-7));
    }
}
