//! When a delivery is attempted again, and when a receiver is given up.

use weft_domain::Timestamp;

/// Seconds before each attempt, from the failure of the one before: the schedule that Standard
/// Webhooks recommends.
const DELAYS: [i64; 10] = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
/// The longest delay that a receiver may ask for, in seconds.
const RETRY_AFTER_MAX: i64 = 86_400;
/// For how many seconds every attempt must have failed until a receiver is disabled: five days.
const FAILING_MAX: i64 = 432_000;

/// When the next attempt is due after `tries` failed ones; `None` when it was the last. `jitter`
/// (any number) delays it by up to a tenth, so that what failed together is not sent together;
/// `retry_after` is what the receiver asked for, in seconds.
pub(super) fn next(tries: i64, now: Timestamp, jitter: u16, retry_after: Option<i64>) -> Option<Timestamp> {
    let delay = DELAYS.get(usize::try_from(tries).ok()?)?;
    let jitter = delay * 100 * i64::from(jitter) / i64::from(u16::MAX);
    let scheduled = delay * 1000 + jitter;
    let asked = retry_after.unwrap_or_default().clamp(0, RETRY_AFTER_MAX) * 1000;
    Some(Timestamp::from_millis(now.millis().saturating_add(scheduled.max(asked))))
}

/// Whether a receiver that has failed since then is to be disabled.
pub(super) fn is_hopeless(failing_since: Timestamp, now: Timestamp) -> bool {
    failing_since.plus_seconds(FAILING_MAX) <= now
}

/// The seconds of a `Retry-After` header: a number, or a date (RFC 9110, 10.2.3).
pub(super) fn retry_after(header: &str, now: Timestamp) -> Option<i64> {
    let header = header.trim();
    if let Ok(seconds) = header.parse::<u32>() {
        return Some(i64::from(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(header).ok()?;
    let millis = date.timestamp().as_millisecond().saturating_sub(now.millis());
    Some(millis.max(0).saturating_add(999) / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_774_432_800_000);

    fn delay(tries: i64, jitter: u16, retry_after: Option<i64>) -> Option<i64> {
        next(tries, NOW, jitter, retry_after).map(|at| (at.millis() - NOW.millis()) / 1000)
    }

    #[test]
    fn ten_attempts_are_made_in_three_days() {
        let delays: Vec<_> = (1..11).map(|tries| delay(tries, 0, None)).collect();
        let expected = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
        assert_eq!(delays[..9], expected.map(Some));
        assert_eq!(delays[9], None);
        assert_eq!(delay(-1, 0, None), None);
    }

    #[test]
    fn jitter_adds_up_to_a_tenth() {
        assert_eq!(delay(2, u16::MAX, None), Some(330));
        assert_eq!(delay(2, u16::MAX / 2, None), Some(314));
    }

    #[test]
    fn a_receiver_may_ask_for_more_time_but_not_for_less() {
        assert_eq!(delay(1, 0, Some(60)), Some(60));
        assert_eq!(delay(2, 0, Some(60)), Some(300));
        assert_eq!(delay(1, 0, Some(i64::MAX)), Some(RETRY_AFTER_MAX));
        assert_eq!(delay(1, 0, Some(-5)), Some(5));
        assert_eq!(delay(10, 0, Some(60)), None);
    }

    #[test]
    fn retry_after_is_a_number_or_a_date() {
        for (header, seconds) in [
            ("120", Some(120)),
            (" 7 ", Some(7)),
            ("Wed, 25 Mar 2026 10:00:30 GMT", Some(30)),
            ("Wed, 25 Mar 2026 09:00:00 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
            ("1.5", None),
            ("", None),
        ] {
            assert_eq!(retry_after(header, NOW), seconds, "{header}");
        }
    }

    #[test]
    fn five_days_of_failures_are_hopeless() {
        assert!(!is_hopeless(NOW, NOW.plus_seconds(5 * 86_400 - 1)));
        assert!(is_hopeless(NOW, NOW.plus_seconds(5 * 86_400)));
    }
}
