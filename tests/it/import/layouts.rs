//! Option quotes of several files, symbols and underlyings. The samples of each vendor stand in
//! `src/import/vendors`.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use rotation::import::{BadRows, Cleaned, Filter, Options, Rule, SourceFile, clean, import};

/// Reads a chain beside one bar that closes at `close` on `date`.
fn check((date, close): (&str, &str), name: &str, chain: &str, expected: Expect) {
    let bars = format!("date,open,high,low,close\n{date},{close},{close},{close},{close}\n");
    let files = [("bars.csv", bars.as_str()), (name, chain)];
    let files = files.map(|(name, text)| SourceFile { name, role: None, bytes: text.as_bytes() });
    let imported = import(&files, &Options::default()).unwrap_or_else(|error| panic!("{error}"));
    let summary = imported.summary.to_string();
    let own = summary.lines().skip_while(|line| !line.starts_with(name));
    let mut told: Vec<String> = own
        .take_while(|line| !line.starts_with("market:"))
        .filter(|line| !line.starts_with("  columns:"))
        .map(str::to_owned)
        .collect();
    for day in imported.market.chain.iter().flat_map(|chain| chain.days()) {
        told.push(format!("{} underlying {:?}", day.date(), day.underlying()));
        for q in day.quotes() {
            let iv = q.iv.map(|vol| vol.decimal());
            told.push(format!(
                "  {} {} {} {:?} {:?} iv {iv:?} delta {:?} volume {:?} open {:?}",
                q.expiry, q.strike, q.right, q.bid, q.ask, q.delta, q.volume, q.open_interest
            ));
            told.extend(q.traded.map(|price| format!("    traded at {price}")));
        }
    }
    expected.assert_eq(&told.join("\n").replace("Some(", "").replace(')', ""));
}

#[test]
fn a_symbol_tells_what_no_column_does() {
    check(
        ("2024-05-03", "511.29"),
        "symbols.csv",
        "date,occ_symbol,bid,ask,iv,underlying_price\n\
         2024-05-03,SPY   240621C00510000,12.9,13.0,12.35,511.29\n\
         2024-05-03,O:SPY240621P00510000,9.4,9.44,11.9,511.29\n",
        expect![[r#"
            symbols.csv: option chain, iv in percent by 2 prices at the money, 2 of 2 rows used, 2024-05-03 to 2024-05-03
              comma-separated, dates YYYY-MM-DD
              repaired: iv read as percent
            2024-05-03 underlying 511.29
              2024-06-21 510 call 12.9 13.0 iv 0.1235 delta None volume None open None
              2024-06-21 510 put 9.4 9.44 iv 0.119 delta None volume None open None"#]],
    );
}

#[test]
fn of_a_whole_market_of_trades_one_underlying_is_read() {
    let rows = ["SPY230327P00390000", "SPY1230327P00390000", "QQQ230327P00290000"];
    let rows = rows.map(|contract| format!("O:{contract},1,2,2,2,2,1678680000000000000,3\n"));
    let text = format!(
        "ticker,volume,open,close,high,low,window_start,transactions\n{}",
        rows.concat().repeat(4)
    );
    let read = |underlying: Option<&str>| {
        let file = SourceFile { name: "all.csv", role: None, bytes: text.as_bytes() };
        let filter = Filter { underlying: underlying.map(str::to_owned), ..Filter::default() };
        clean(&[file], &Options { filter, bad_rows: BadRows::Skip, ..Options::default() })
    };
    let error = read(None).unwrap_err().to_string();
    let found = "found SPY, QQQ; choose the underlying to read";
    assert!(error.ends_with(found), "{error}");
    let (_, summary) = read(Some("spy")).unwrap();
    assert_eq!(summary.files[0].filtered, 4);
    let adjusted = &summary.files[0].skipped[0];
    assert_eq!((adjusted.rule, adjusted.count), (Rule::StandardContract, 4));
}

#[test]
fn a_root_may_be_asked_for_and_quotes_come_before_trades() {
    let row = |contract: &str, close: &str| {
        format!("{contract},1,{close},{close},{close},{close},1678680000000000000,3\n")
    };
    // A share among the options does not make them bars; what rounds to nothing is no price.
    let rows = [
        row("SPX", "3855.76"),
        row("O:SPX230317C04000000", "10"),
        row("O:SPXW230317C04000000", "9"),
        row("O:SPXW230317P04000000", "0.00004"),
    ];
    let trades =
        "ticker,volume,open,close,high,low,window_start,transactions\n".to_owned() + &rows.concat();
    let quotes = "quote_date,expiry,strike,type,bid,ask,price_traded\n\
                  2023-03-13,2023-03-17,4000,C,9.5,9.7,-1\n2023-03-13,2023-03-17,4000,P,,,150\n";
    let read = |files: &[&str], underlying: &str| {
        let name = |at: usize| ["a.csv", "b.csv"][at];
        let files = files.iter().enumerate();
        let files: Vec<_> = files
            .map(|(at, text)| SourceFile { name: name(at), role: None, bytes: text.as_bytes() })
            .collect();
        let filter = Filter { underlying: Some(underlying.to_owned()), ..Filter::default() };
        let options = Options { filter, bad_rows: BadRows::Skip, ..Options::default() };
        let Ok((Cleaned::Chain(chain), _)) = clean(&files, &options) else { panic!("no chain") };
        let days = chain.days().flat_map(|day| day.quotes().collect::<Vec<_>>());
        days.map(|quote| (quote.bid, quote.traded)).collect::<Vec<_>>()
    };
    assert_eq!(read(&[&trades], "SPXW"), [(None, Some(9.0)), (None, None)]);
    // Of one day the contracts of SPXW, settled in the afternoon, stand before those of SPX.
    let afternoon = [(None, Some(9.0)), (None, None)];
    assert_eq!(read(&[&trades], "SPX"), [afternoon[0], afternoon[1], (None, Some(10.0))]);
    let both = [afternoon[0], afternoon[1], (Some(9.5), None), (None, Some(150.0))];
    assert_eq!(read(&[&trades, quotes], "SPX"), both);
    assert_eq!(read(&[quotes, &trades], "SPX"), both);
}

/// Headers of every shape a row of quotes can have.
const HEADERS: [&str; 7] = [
    "ticker,volume,open,close,high,low,window_start,transactions",
    "[QUOTE_DATE], [UNDERLYING_LAST], [EXPIRE_DATE], [C_BID], [C_ASK], [STRIKE], [P_BID], [P_ASK]",
    "ticker,stkPx,expirDate,strike,cBidPx,cAskPx,pBidPx,pAskPx,delta,spot_px,trade_date",
    "contractSymbol,lastTradeDate,strike,bid,ask,volume,openInterest,impliedVolatility",
    "date,occ_symbol,bid,ask,iv,underlying_price",
    "quote_date,expiry,strike,type,bid,ask,iv,delta,volume,open_interest,underlying",
    "Price,Close,High,Low,Open,Volume",
];

proptest! {
    /// Whatever stands below a header is read or refused.
    #[test]
    fn any_text_below_a_known_header_is_read_or_refused(
        header in prop::sample::select(&HEADERS[..]),
        rows in "([0-9]{1,4}[-/][0-9]{1,2}[-/][0-9]{2,4}|SPY[0-9]{6}[CP][0-9]{8}|[-0-9.eE]{0,9}|[,;\"\n ]|call|P){0,60}",
        skip in any::<bool>(),
    ) {
        let text = format!("{header}\n{rows}");
        let bars = "date,open,high,low,close\n2014-01-02,10,11,9,10\n";
        let files = [("bars.csv", bars), ("c.csv", text.as_str())];
        let files = files.map(|(name, text)| SourceFile { name, role: None, bytes: text.as_bytes() });
        let bad_rows = if skip { BadRows::Skip } else { BadRows::Refuse };
        let options = Options { bad_rows, ..Options::default() };
        let _ = import(&files, &options);
        let _ = clean(&files[1..], &options);
    }
}
