//! Decimal text to the nearest number.
//!
//! The standard library's parser, which gives the same bits natively and in wasm, but for its
//! words: an infinity or "not a number" is no decimal.

/// The number nearest to a decimal text such as `-12.5` or `1e-3`; `None` for any other text, the
/// words for infinity and for no number included. What is too large becomes infinite.
///
/// ```
/// use rotation::math::decimal::parse;
/// assert_eq!(parse("0.1"), Some(0.1));
/// assert_eq!(parse("-1.5e3"), Some(-1500.0));
/// assert_eq!(parse("nan"), None);
/// ```
#[must_use]
pub fn parse(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let begins = |c: char| c.is_ascii_digit() || c == '.';
    if unsigned.starts_with(begins) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_between_two_numbers_become_the_nearest() {
        for (text, bits) in [
            ("0", 0),
            (".5", 0x3fe0_0000_0000_0000),
            ("5.", 0x4014_0000_0000_0000),
            ("1E+2", 0x4059_0000_0000_0000),
            ("00012.50", 0x4029_0000_0000_0000),
            ("9007199254740993", 0x4340_0000_0000_0000),
            ("9007199254740993.00000000000000001", 0x4340_0000_0000_0001),
            ("1e23", 0x44b5_2d02_c7e1_4af6),
            ("2.2250738585072014e-308", 0x0010_0000_0000_0000),
            ("2.2250738585072011e-308", 0x000f_ffff_ffff_ffff),
            ("5e-324", 1),
            ("2.4703282292062327e-324", 0),
            ("2.4703282292062328e-324", 1),
            ("1e-400", 0),
            ("1.7976931348623157e308", 0x7fef_ffff_ffff_ffff),
            ("1e400", 0x7ff0_0000_0000_0000),
            ("1e99999999999", 0x7ff0_0000_0000_0000),
        ] {
            assert_eq!(parse(text).map(f64::to_bits), Some(bits), "{text}");
            let negative = parse(&format!("-{text}")).map(f64::to_bits);
            assert_eq!(negative, Some(bits | 1 << 63), "-{text}");
        }
    }

    #[test]
    fn what_is_no_decimal_is_refused() {
        for text in [
            "",
            ".",
            "-",
            "e5",
            "1e",
            "1e+",
            "1.2.3",
            "nan",
            "inf",
            "-infinity",
            "1 ",
            "0x1",
            "--1",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_number_comes_back_from_its_text(bits in any::<u64>()) {
            let number = f64::from_bits(bits);
            if number.is_finite() {
                for text in [format!("{number}"), format!("{number:e}"), format!("{number:.17e}")] {
                    prop_assert_eq!(parse(&text).map(f64::to_bits), Some(bits), "{}", text);
                }
            }
        }
    }
}
