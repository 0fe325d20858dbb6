//! Properties: one market however it is written, and no harm from any bytes.

use proptest::prelude::*;
use rotation::import::{BadRows, Options, import};
use rotation::market::{Market, Series};

use super::{SP500, TWO_DAYS, file, read};

/// How one file may be written in many ways.
#[derive(Clone, Debug)]
struct Writing {
    delimiter: char,
    line_end: &'static str,
    has_mark: bool,
    is_quoted: bool,
    case: u8,
    date: u8,
    is_newest_first: bool,
    has_decimal_comma: bool,
    order: Vec<usize>,
}

fn writing() -> impl Strategy<Value = Writing> {
    let columns = Just((0..6).collect::<Vec<usize>>()).prop_shuffle();
    let delimiter = prop::sample::select(vec![',', ';', '\t']);
    let line_end = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (delimiter, line_end, flags, 0..3_u8, 0..5_u8, columns).prop_map(
        |(delimiter, line_end, (mark, quoted, newest, comma), case, date, order)| Writing {
            delimiter,
            line_end,
            has_mark: mark,
            is_quoted: quoted,
            case,
            date,
            is_newest_first: newest,
            has_decimal_comma: comma && delimiter == ';',
            order,
        },
    )
}

fn write(market: &Market, writing: &Writing) -> String {
    let names = ["date", "open", "high", "low", "close", "vix"].map(|name| match writing.case {
        0 => name.to_owned(),
        1 => name.to_uppercase(),
        _ => format!(" <{}> ", name[..1].to_uppercase() + &name[1..]),
    });
    let vix = market.series(Series::Vix).unwrap();
    let mut rows: Vec<[String; 6]> = market
        .bars
        .iter()
        .zip(vix)
        .map(|(bar, vix)| {
            let form = ["%Y-%m-%d", "%Y%m%d", "%-m/%-d/%Y", "%Y-%m-%dT16:00:00-05:00", "%d.%m.%Y"];
            let date = bar.date.format(form[usize::from(writing.date)]).to_string();
            let number = |value: f64| {
                let text = format!("{value:.2}");
                if writing.has_decimal_comma { text.replace('.', ",") } else { text }
            };
            let vix = vix.map_or(String::new(), |vix| number(vix * 100.0));
            [date, number(bar.open), number(bar.high), number(bar.low), number(bar.close), vix]
        })
        .collect();
    if writing.is_newest_first {
        rows.reverse();
    }
    rows.insert(0, names);
    let quote = if writing.is_quoted { "\"" } else { "" };
    let line = |row: &[String; 6]| {
        let cells: Vec<_> =
            writing.order.iter().map(|column| format!("{quote}{}{quote}", row[*column])).collect();
        cells.join(&writing.delimiter.to_string()) + writing.line_end
    };
    let mark = if writing.has_mark { "\u{feff}" } else { "" };
    format!("{mark}{}", rows.iter().map(line).collect::<String>())
}

proptest! {
    #[test]
    fn one_market_however_it_is_written(writing in writing()) {
        let mut market = read(&[("m.csv", SP500)]).market;
        market.volumes = None; // which is not written
        let text = write(&market, &writing);
        let read = import(&[file("m.csv", text.as_bytes())], &Options::default());
        match read {
            Ok(imported) => prop_assert_eq!(imported.market, market),
            Err(error) => prop_assert!(false, "{} in {}", error, text),
        }
    }

    #[test]
    fn any_bytes_are_safe(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = import(&[file("a.csv", &bytes)], &Options::default());
    }

    /// Rows of quotes that can be read, in any order and of any honesty: what becomes of each is in
    /// the summary, and what is kept is in order.
    #[test]
    fn every_row_of_a_chain_is_kept_or_listed(
        rows in prop::collection::vec((0..3, 0..4, 1..4, any::<bool>(), -1..4, 0..4, 0..9), 0..60),
    ) {
        let mut text = "symbol,date,expiry,strike,type,bid,ask,underlying\n".to_owned();
        for (day, ahead, strike, call, bid, ask, level) in &rows {
            let right = if *call { "c" } else { "p" };
            let (symbol, level) = (if *level == 0 { "a" } else { "b" }, 1_850 + level);
            text += &format!("{symbol},2014-01-0{},2014-01-0{},{strike},{right},{bid},{ask},{level}\n",
                day + 2, ahead + 2);
        }
        let files = [file("spx.csv", TWO_DAYS.as_bytes()), file("chain.csv", text.as_bytes())];
        if let Ok(imported) = import(&files, &Options::default()) {
            let summary = &imported.summary.files[1];
            let skipped: usize = summary.skipped.iter().map(|rows| rows.count).sum();
            prop_assert_eq!((summary.rows_read, summary.rows_kept), (rows.len(), rows.len() - skipped));
            let chain = imported.market.chain.unwrap();
            prop_assert_eq!(chain.len(), summary.rows_kept);
            let keys: Vec<_> = chain
                .days()
                .flat_map(|day| day.quotes().map(move |q| (day.date(), q.expiry, q.strike, q.right)))
                .collect();
            prop_assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }

    /// Bytes that get past the header, in the characters that decide most.
    #[test]
    fn any_rows_are_safe(
        rows in "[0-9,;\"\r\n./ :NaT\u{e9}-]{0,400}",
        header in prop::sample::select(vec![
            "date,open,high,low,close,vix", "date;open;high;low;close", "date,vix",
            "date,event_type,event_name,scheduled", "\"date", "date\topen",
            "quote_date,expiry,strike,type,bid,ask,iv", "expiry,date,type,strike,bid,ask,symbol",
        ]),
        skip in any::<bool>(),
    ) {
        let text = format!("{header}\n{rows}");
        let bad_rows = if skip { BadRows::Skip } else { BadRows::Refuse };
        let options = Options { bad_rows, ..Options::default() };
        let spx = file("spx.csv", TWO_DAYS.as_bytes());
        let odd = file("a.csv", text.as_bytes());
        for files in [&[odd][..], &[spx, odd]] {
            match import(files, &options) {
                Ok(imported) => {
                    let dates: Vec<_> = imported.market.bars.iter().map(|bar| bar.date).collect();
                    prop_assert!(dates.windows(2).all(|pair| pair[0] < pair[1]));
                    let prices = imported.market.bars.iter();
                    let mut prices = prices.flat_map(|b| [b.open, b.high, b.low, b.close]);
                    prop_assert!(prices.all(|price| price > 0.0));
                }
                Err(error) => prop_assert!(!error.to_string().contains(['\n', '\r'])),
            }
        }
    }
}
