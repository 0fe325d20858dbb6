//! OptionsDX: end-of-day chains, or one every half an hour, with a call and a put on each row.
//! Headers stand in square brackets with spaces; of several times a day the last of the session
//! counts.

use crate::import::table::meaning::{Meaning, Part};
use crate::import::vendors::VendorFile;
use crate::market::Right;

/// A call and a put on each row.
const COLUMNS: [(&str, Meaning); 12] = [
    ("cbid", Meaning::Side(Right::Call, Part::Bid)),
    ("cask", Meaning::Side(Right::Call, Part::Ask)),
    ("civ", Meaning::Side(Right::Call, Part::ImpliedVol)),
    ("cdelta", Meaning::Side(Right::Call, Part::Delta)),
    ("ctheta", Meaning::Side(Right::Call, Part::Theta)),
    ("cvega", Meaning::Side(Right::Call, Part::Vega)),
    ("cvolume", Meaning::Side(Right::Call, Part::Volume)),
    ("pbid", Meaning::Side(Right::Put, Part::Bid)),
    ("pask", Meaning::Side(Right::Put, Part::Ask)),
    ("piv", Meaning::Side(Right::Put, Part::ImpliedVol)),
    ("pdelta", Meaning::Side(Right::Put, Part::Delta)),
    ("pvolume", Meaning::Side(Right::Put, Part::Volume)),
];

/// The files it writes.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("OptionsDX chain", &["quotedate", "expiredate", "strike", "cbid", "pbid"])
        .columns(&COLUMNS)];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_chain;

    #[test]
    fn a_call_and_a_put_stand_on_each_row() {
        let header = "[QUOTE_UNIXTIME], [QUOTE_READTIME], [QUOTE_DATE], [QUOTE_TIME_HOURS], \
                      [UNDERLYING_LAST], [EXPIRE_DATE], [EXPIRE_UNIX], [DTE], [C_DELTA], [C_GAMMA], \
                      [C_VEGA], [C_THETA], [C_RHO], [C_IV], [C_VOLUME], [C_LAST], [C_SIZE], [C_BID], \
                      [C_ASK], [STRIKE], [P_BID], [P_ASK], [P_SIZE], [P_LAST], [P_DELTA], [P_GAMMA], \
                      [P_VEGA], [P_THETA], [P_RHO], [P_IV], [P_VOLUME], [STRIKE_DISTANCE], \
                      [STRIKE_DISTANCE_PCT]\n";
        let rows = "1262638800, 2010-01-04 16:00, 2010-01-04, 16.000000, 113.33, 2010-02-19, \
                    1266613200, 46.00, 0.52, 0.04, 0.15, -0.03, 0.06, 0.1890, 4020, 3.01, 12 x 14, \
                    3.00, 3.05, 113.0, 2.71, 2.75, 20 x 31, 2.70, -0.48, 0.04, 0.15, -0.03, -0.06, \
                    0.1870, 2100, 0.3, 0.003\n\
                    1262638800, 2010-01-04 16:00, 2010-01-04, 16.000000, 113.33, 2010-02-19, \
                    1266613200, 46.00, , , , , , , , 0.00, 0 x 0, 0.00, 0.02, 150.0, 36.60, 36.80, \
                    1 x 1, 0.00, -1.0, , , , , , , 36.7, 0.324\n";
        check_chain(
            ("2010-01-04", "113.33"),
            "spy_eod_201001.txt",
            &[header, rows].concat(),
            expect![[r#"
                spy_eod_201001.txt: OptionsDX chain, iv in decimals by 1 price at the money, vega per point, theta per day, 2 of 2 rows used, 2010-01-04 to 2010-01-04
                  comma-separated, dates YYYY-MM-DD
                  repaired: 0 read as no bid: 1 quote
                2010-01-04 underlying 113.33
                  2010-02-19 113 call 3.0 3.05 iv 0.189 delta 0.52 volume 4020 open None
                  2010-02-19 113 put 2.71 2.75 iv 0.187 delta -0.48 volume 2100 open None
                  2010-02-19 150 call None 0.02 iv None delta None volume None open None
                  2010-02-19 150 put 36.6 36.8 iv None delta -1.0 volume None open None"#]],
        );
        let plain = header.replace(['[', ']'], "");
        check_chain(
            ("2010-01-04", "113.33"),
            "without brackets.csv",
            &[&plain, rows.lines().next().unwrap(), "\n"].concat(),
            expect![[r#"
                without brackets.csv: OptionsDX chain, iv in decimals by 1 price at the money, vega per point, theta per day, 1 of 1 row used, 2010-01-04 to 2010-01-04
                  comma-separated, dates YYYY-MM-DD
                2010-01-04 underlying 113.33
                  2010-02-19 113 call 3.0 3.05 iv 0.189 delta 0.52 volume 4020 open None
                  2010-02-19 113 put 2.71 2.75 iv 0.187 delta -0.48 volume 2100 open None"#]],
        );
    }
}
