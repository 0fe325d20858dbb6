//! Files of option quotes that do not fit in memory, and what is kept of them.

use std::io::{self, Read, Seek, SeekFrom};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use expect_test::{Expect, expect};
use rotation::import::{
    BadRows, Content, Filter, ImportError, Imported, Input, MAX_QUOTES, Options, Progress,
    SourceFile, Watch, import, import_inputs, import_watched,
};
use rotation::units::Strike;

const BARS: &str = "date,open,high,low,close\n\
                    2018-01-02,2683,2696,2682,2695.81\n\
                    2018-01-03,2698,2714,2697,2713.06\n";
const HEADER: &str = "symbol,quote_date,expiry,strike,type,bid,ask,delta,underlying\n";

/// A file that is made up while it is read: a header, and so many rows.
struct MadeUp<F> {
    row: F,
    rows: u64,
    next: u64,
    line: io::Cursor<Vec<u8>>,
}

impl<F: Fn(u64) -> String> MadeUp<F> {
    fn new(rows: u64, row: F) -> Self {
        Self { row, rows, next: 0, line: io::Cursor::new(HEADER.into()) }
    }
}

impl<F: Fn(u64) -> String> Read for MadeUp<F> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.line.read(into)?;
        if read > 0 || self.next == self.rows || into.is_empty() {
            return Ok(read);
        }
        self.line = io::Cursor::new((self.row)(self.next).into_bytes());
        self.next += 1;
        self.line.read(into)
    }
}

impl<F> Seek for MadeUp<F> {
    /// Knows only the way back to the start, and a size to tell.
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if to == SeekFrom::Start(0) {
            self.next = 0;
            self.line = io::Cursor::new(HEADER.into());
            return Ok(0);
        }
        Ok(self.rows * 60)
    }
}

fn read<'a>(content: impl Content + 'a, filter: Filter) -> (Result<Imported, ImportError>, u64) {
    let bars = Input { name: "spx.csv", role: None, content: Box::new(io::Cursor::new(BARS)) };
    let chain = Input { name: "chain.csv", role: None, content: Box::new(content) };
    let options = Options { filter, ..Options::default() };
    let mut heard = Progress::default();
    let read = import_inputs(vec![bars, chain], &options, &mut |progress| {
        assert!(progress.bytes >= heard.bytes && progress.rows >= heard.rows);
        assert!(progress.quotes >= heard.quotes && progress.quotes <= MAX_QUOTES as u64);
        heard = progress;
    });
    (read, heard.rows)
}

/// A put for every tenth of a dollar on every day of expiry from the first.
fn row(number: u64) -> String {
    let monday: chrono::NaiveDate = "2018-01-08".parse().unwrap();
    let (week, day) = (number / 30_000 / 5, number / 30_000 % 5);
    let expiry = monday + chrono::Days::new(7 * week + day);
    let strike = 1_000.0 + (number % 30_000) as f64 / 10.0;
    let delta = (number % 101) as f64 / -100.0;
    format!("SPX,2018-01-02,{expiry},{strike:.1},p,1,2,{delta},2695.79\n")
}

/// Has an import wait as often as it may.
#[derive(Default)]
struct Slow {
    rows: u64,
    pauses: usize,
}

impl Watch for Slow {
    fn hear(&mut self, progress: Progress) {
        self.rows = progress.rows;
    }

    fn pause(&mut self) -> Pin<Box<dyn Future<Output = ()> + '_>> {
        self.pauses += 1;
        let mut has_waited = false;
        Box::pin(std::future::poll_fn(move |_| {
            if std::mem::replace(&mut has_waited, true) { Poll::Ready(()) } else { Poll::Pending }
        }))
    }
}

#[test]
fn an_import_that_waits_between_pieces_makes_the_same_market() {
    let text = HEADER.to_owned() + &(0..2_000).map(row).collect::<String>();
    let files = [("spx.csv", BARS), ("chain.csv", &text)];
    let inputs = || {
        let input =
            |(name, text)| Input { name, role: None, content: Box::new(io::Cursor::new(text)) };
        files.map(input).into_iter().collect()
    };
    let options = Options { piece: Some(10_000), ..Options::default() };
    let mut watch = Slow::default();
    let imported = {
        let mut import = pin!(import_watched(inputs(), &options, &mut watch));
        let mut polls = 0;
        loop {
            polls += 1;
            let poll = import.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            if let Poll::Ready(imported) = poll {
                assert!(polls > 5, "{polls}");
                break imported.unwrap();
            }
        }
    };
    assert_eq!((watch.rows, watch.pauses > 5), (2_000, true));
    assert_eq!(imported, import_inputs(inputs(), &options, &mut |_| {}).unwrap());
}

#[test]
fn a_file_with_too_many_quotes_is_refused_and_some_of_it_can_be_read() {
    let rows = MAX_QUOTES as u64 + 60_000;
    let (refused, _) = read(MadeUp::new(rows, row), Filter::default());
    expect![[r#"chain.csv line 4000002: expected at most 4000000 option quotes in all files, found more; keep fewer by their days to expiry, strikes, delta or bid"#]]
        .assert_eq(&refused.unwrap_err().to_string());
    let filter = Filter { max_days: Some(8), ..Filter::default() };
    let (some, heard) = read(MadeUp::new(rows, row), filter);
    assert_eq!(heard, rows);
    let summary = &some.unwrap().summary.files[1];
    assert_eq!((summary.rows_read as u64, summary.rows_kept), (rows, 90_000));
    assert_eq!(summary.filtered as u64, rows - 90_000);
}

fn check(rows: &[&str], filter: Filter, expected: Expect) {
    let text = [HEADER, &rows.concat()].concat();
    let (read, _) = read(io::Cursor::new(text), filter);
    expected.assert_eq(&match read {
        Err(error) => error.to_string(),
        Ok(imported) => {
            let days = imported.market.chain.iter().flat_map(|chain| chain.days());
            let strikes = days.flat_map(|day| day.quotes()).map(|quote| quote.strike);
            let strikes: Vec<String> = strikes.map(|s: Strike| s.to_string()).collect();
            let summary = &imported.summary.files[1];
            format!("{}; {} filtered", strikes.join(" "), summary.filtered)
        }
    });
}

#[test]
fn quotes_that_are_not_wanted_are_passed_over() {
    let rows = [
        "SPX,2018-01-02,2018-01-05,2700,p,1,2,-0.5,2695.79\n",
        "SPX,2018-01-02,2018-02-16,2600,p,1,2,-0.3,2695.79\n",
        "SPX,2018-01-02,2018-02-16,2100,p,,0.05,-0.01,2695.79\n",
        "NDX,2018-01-02,2018-02-16,6400,p,1,2,-0.3,6411\n",
        "NDX,2018-01-02,2018-02-16,6500,p,1,2,,6411\n",
    ];
    let of = |symbol: &str| Filter { underlying: Some(symbol.to_owned()), ..Filter::default() };
    check(
        &rows,
        Filter::default(),
        expect![
            "chain.csv line 5, column \"symbol\": expected rows of one underlying, found SPX, NDX; choose the underlying to read"
        ],
    );
    check(&rows, of("spx"), expect!["2700 2100 2600; 2 filtered"]);
    check(&rows, Filter { min_days: Some(10), ..of("SPX") }, expect!["2100 2600; 3 filtered"]);
    check(&rows, Filter { moneyness: Some(5.0), ..of("SPX") }, expect!["2700 2600; 3 filtered"]);
    check(&rows, Filter { min_delta: Some(0.4), ..of("SPX") }, expect!["2700; 4 filtered"]);
    check(&rows, Filter { min_bid: Some(0.1), ..of("SPX") }, expect!["2700 2600; 3 filtered"]);
    check(
        &rows,
        of("RUT"),
        expect!["chain.csv: expected quotes that pass the filters, found none of 5; widen them"],
    );
}

#[test]
fn a_file_without_anything_that_is_wanted_stands_beside_others() {
    let of = |symbol: &str| format!("{HEADER}{symbol},2018-01-02,2018-02-16,2600,p,1,2,,2695.79\n");
    let texts = [("spx.csv", BARS.to_owned()), ("s.csv", of("SPX")), ("n.csv", of("NDX"))];
    let files = texts.each_ref().map(|(name, text)| SourceFile {
        name,
        role: None,
        bytes: text.as_bytes(),
    });
    let filter = Filter { underlying: Some("SPX".to_owned()), ..Filter::default() };
    let imported = import(&files, &Options { filter, ..Options::default() }).unwrap();
    let told: Vec<_> =
        imported.summary.files[1..].iter().map(|file| (file.rows_kept, file.filtered)).collect();
    assert_eq!(told, [(1, 0), (0, 1)]);
}

#[test]
fn a_day_without_an_honest_quote_is_no_day_of_quotes() {
    let rows = "SPX,2018-01-02,2018-02-16,2600,p,1,2,,2695.79\n\
                SPX,2018-01-03,2018-01-02,2600,p,1,2,,2713.06\n";
    let (read, _) = read(io::Cursor::new([HEADER, rows].concat()), Filter::default());
    assert_eq!(read.unwrap().market.chain.unwrap().days().count(), 1);
}

#[test]
fn open_quotation_marks_on_every_line_cost_a_row_each_and_little_time() {
    let rows = "x\"y,\"z\n".repeat(150_000);
    let good = "SPX,2018-01-02,2018-02-16,2600,p,1,2,,2695.79\n";
    let text = [HEADER, good, &rows, good].concat();
    let file = SourceFile { name: "spx.csv", role: None, bytes: BARS.as_bytes() };
    let chain = SourceFile { name: "chain.csv", role: None, bytes: text.as_bytes() };
    let options = Options { bad_rows: BadRows::Skip, ..Options::default() };
    let imported = import(&[file, chain], &options).unwrap();
    let told = &imported.summary.files[1];
    assert_eq!((told.rows_read, told.rows_kept), (150_002, 1));
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("gone"))
        }
    }
    impl Seek for Broken {
        fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
            Ok(10)
        }
    }
    let (read, _) = read(Broken, Filter::default());
    expect!["chain.csv: cannot be read; choose a file that exists, and not a folder"]
        .assert_eq(&read.unwrap_err().to_string());
}

/// Every kind of line end and row, after a mark and a title.
const MIXED: &str = "\u{feff}Quotes of January\r\n\
    quote_date,expiry,strike,type,bid,ask,iv,underlying\r\n\
    2018-01-02,2018-01-31,2700,C,20.5,21,8.12,2695.79\r\n\r\n\
    2018-01-02,\"2018-01-31\",2700,put,0,0.05,,2695.79\r\
    2018-01-02,2018-01-31,2690,\"put,18,19,8.3,2695.79\n\
    2018-01-02,2018-01-31,2690,c,19,18,8.3,2695.79\n\n\n\
    ,,,\n\
    1/3/2018,1/31/2018,2695.5,c,19,19.5,8,2713\r\n\
    2018-01-03,2018-01-31,2700,x,19,19.5,8,2713\n\
    2018-01-03,2018-01-31,2700,p,19,19.5";

#[test]
fn wherever_a_file_is_cut_the_market_is_the_same() {
    let read = |piece| {
        let files = [("spx.csv", BARS), ("quotes.csv", MIXED)];
        let files =
            files.map(|(name, text)| SourceFile { name, role: None, bytes: text.as_bytes() });
        import(&files, &Options { bad_rows: BadRows::Skip, piece, ..Options::default() }).unwrap()
    };
    let whole = read(None);
    assert_eq!(whole.market.chain.as_ref().map(|chain| chain.len()), Some(3));
    let told = &whole.summary.files[1];
    assert_eq!((told.rows_read, told.rows_kept, told.problems.len()), (7, 3, 4));
    for piece in 1..MIXED.len() {
        assert_eq!(read(Some(piece)), whole, "pieces of {piece} bytes");
    }
}

#[test]
fn a_long_file_is_read_beyond_its_first_piece() {
    let rows: String = (0..40_000).map(row).collect();
    let (read, heard) = read(io::Cursor::new([HEADER, &rows].concat()), Filter::default());
    let imported = read.unwrap();
    assert!(rows.len() > 2 << 20 && heard == 40_000);
    assert_eq!(imported.summary.files[1].rows_kept, 40_000);
    assert_eq!(imported.market.chain.unwrap().len(), 40_000);
}
