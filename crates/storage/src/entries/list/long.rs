//! The places whose last count was long.
//!
//! A short statement is cheapest when the whole instance waits for it, but a long one would delay
//! all other requests. The number of values in a range is known only after a count; the next range
//! of the same field usually has a similar number.

use weft_bounded::Shared;

/// The number of values from which a count is long: about half a millisecond.
const LONG: u64 = 10_000;
/// The maximum number of cached places.
const PLACES_MAX: usize = 1024;

static PLACES: Shared<i64, ()> = Shared::new(PLACES_MAX);

/// Whether the last count of values at this place was long.
pub(super) fn is_long(place: i64) -> bool {
    PLACES.find(&place).is_some()
}

/// Records the result of a count.
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
    fn the_last_count_decides() {
        assert!(!is_long(-7));
        note(-7, LONG);
        assert!(is_long(-7) && !is_long(-8));
        note(-7, LONG - 1);
        assert!(!is_long(-7));
    }
}
