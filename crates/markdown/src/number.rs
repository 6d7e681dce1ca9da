//! Numbers in two spellings: as JavaScript prints them, and as an author wrote them.

use serde_json::{Number, Value};

/// The largest whole number up to which JavaScript has all of them.
const WHOLE_MAX: u64 = (1 << 53) - 1;

/// A double as JavaScript's `String(n)` prints it. The digits are the fewest that read as the same
/// double; an exponent is used from 10^21 on and below 10^-6.
#[must_use]
pub fn js(number: f64) -> String {
    if !number.is_finite() {
        return if number.is_nan() {
            "NaN"
        } else if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .to_owned();
    }
    let size = number.abs();
    if number == 0.0 {
        "0".to_owned()
    } else if (1e-6..1e21).contains(&size) {
        number.to_string()
    } else if size < 1.0 {
        format!("{number:e}")
    } else {
        format!("{number:e}").replace('e', "e+")
    }
}

/// A number if it would be written back as this very text, else the text: `1.10` is a version, not
/// 1.1, and `007`, `1e3`, `0x1F` and whole numbers beyond 2^53 are no numbers either.
#[must_use]
pub fn as_written(text: &str) -> Value {
    let as_text = || Value::String(text.to_owned());
    if let Ok(whole) = text.parse::<i64>() {
        let is_same = whole.unsigned_abs() <= WHOLE_MAX && whole.to_string() == text;
        return if is_same { Value::from(whole) } else { as_text() };
    }
    // `Display` never writes an exponent, and no more digits than it takes.
    let fraction =
        text.parse::<f64>().ok().filter(|n| n.is_finite() && n.to_string() == text && text != "-0");
    fraction.and_then(Number::from_f64).filter(|_| text.contains('.')).map_or_else(as_text, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_are_printed_as_javascript_prints_them() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-1.5, "-1.5"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"),
            (3.25e21, "3.25e+21"),
            (-1e300, "-1e+300"),
            (0.000_001, "0.000001"),
            (1e-7, "1e-7"),
            (2.5e-7, "2.5e-7"),
            (5e-324, "5e-324"),
            (0.1 + 0.2, "0.30000000000000004"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(js(number), text);
        }
    }
}
