//! Files whose columns no header tells: what is guessed of them, and what the user says.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use rotation::import::{
    Input, Layout, Options, SourceFile, UnknownColumn, columns, import, unknown,
};

fn asked(text: &str, layouts: &[&str]) -> String {
    let file = SourceFile { name: "own.csv", role: None, bytes: text.as_bytes() };
    let layouts = layouts.iter().map(|layout| layout.parse().unwrap()).collect();
    let options = Options { layouts, ..Options::default() };
    let mut said = match import(&[file], &options) {
        Ok(imported) => imported.summary.to_string(),
        Err(error) => format!("{error}\n"),
    };
    if let Some(unknown) = unknown(vec![Input::from(&file)], &options) {
        writeln!(said, "header: {}", unknown.header).unwrap();
        for column in unknown.columns {
            let (name, cells) = (column.name, column.cells.join(" | "));
            let guess = column.guess.unwrap_or_default();
            writeln!(said, "{name}: {cells} -> {guess} {}", column.by).unwrap();
        }
    }
    said.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn check(text: &str, layouts: &[&str], expected: Expect) {
    expected.assert_eq(&asked(text, layouts));
}

const GERMAN: &str = "Kurse der Woche\n\
                      Tag,Öffnung,Hoch,Tief,Ende\n\
                      2014-01-02,1845.86,1845.86,1827.74,1831.98\n\
                      2014-01-03,1833.21,1838.24,1829.13,1831.37\n";

#[test]
fn a_header_in_another_language_is_asked_for_and_then_known() {
    check(
        GERMAN,
        &[],
        expect![[r#"
            own.csv line 1: expected a header such as date,open,high,low,close, found "Kurse der Woche"; put the names of the columns on the first line
            header: tag,öffnung,hoch,tief,ende
            Tag: 2014-01-02 | 2014-01-03 -> date guessed from values
            Öffnung: 1845.86 | 1833.21 -> open guessed from values
            Hoch: 1845.86 | 1838.24 -> high guessed from values
            Tief: 1827.74 | 1829.13 -> low guessed from values
            Ende: 1831.98 | 1831.37 -> close guessed from values
        "#]],
    );
    check(
        GERMAN,
        &["x,y\tdate,close", "tag,öffnung,hoch,tief,ende\tdate,open,high,low,close"],
        expect![[r#"
            own.csv: plain bars, 2 of 2 rows used, 2014-01-02 to 2014-01-03
              comma-separated, dates YYYY-MM-DD
              columns: Tag = date, Öffnung = open, Hoch = high, Tief = low, Ende = close
              repaired: 1 line above the header skipped
            market: 2 bars, 0 events, 2014-01-02 to 2014-01-03
            warning: only 2 bars: the first 50 warm up the signals, little is left to trade
        "#]],
    );
}

#[test]
fn a_file_without_a_header_is_known_by_how_many_columns_it_has() {
    let bare = "2014-01-02;1845,86;1845,86;1827,74;1831,98\n\
                2014-01-03;1833,21;1838,24;1829,13;1831,37\n";
    check(
        bare,
        &[],
        expect![[r#"
            own.csv: plain bars, 2 of 2 rows used, 2014-01-02 to 2014-01-03
              semicolon-separated, dates YYYY-MM-DD
              columns: column 1 = date, column 2 = open, column 3 = high, column 4 = low, column 5 = close
              repaired: no header: columns told by their values
              repaired: decimal commas read as decimal points
            market: 2 bars, 0 events, 2014-01-02 to 2014-01-03
            warning: only 2 bars: the first 50 warm up the signals, little is left to trade
            warning: own.csv has no header: of the two prices within high and low the first was taken for the open, which its few rows cannot tell; name the columns to be sure
        "#]],
    );
    check(
        bare,
        &[",,,,\tdate,open,high,low,close"],
        expect![[r#"
            own.csv: plain bars, 2 of 2 rows used, 2014-01-02 to 2014-01-03
              semicolon-separated, dates YYYY-MM-DD
              columns: column 1 = date, column 2 = open, column 3 = high, column 4 = low, column 5 = close
              repaired: decimal commas read as decimal points
            market: 2 bars, 0 events, 2014-01-02 to 2014-01-03
            warning: only 2 bars: the first 50 warm up the signals, little is left to trade
        "#]],
    );
}

#[test]
fn decimal_commas_do_not_cut_a_file_whose_header_has_semicolons() {
    check(
        "Tag;Hoch;Tief\n2014-01-02;1845,86;1827,74\n2014-01-03;1838,24;1829,13\n",
        &[],
        expect![[r#"
            own.csv line 1: expected a header such as date,open,high,low,close, found "Tag;Hoch;Tief"; put the names of the columns on the first line
            header: tag,hoch,tief
            Tag: 2014-01-02 | 2014-01-03 -> date guessed from values
            Hoch: 1845,86 | 1838,24 ->
            Tief: 1827,74 | 1829,13 ->
        "#]],
    );
}

#[test]
fn names_that_are_like_known_ones_are_guessed() {
    check(
        "quoted_on,best_bid,best_offer,expiration_day,strike_px,cp_flag,impl_v\n\
         2018-01-02,20.5,21,2018-01-31,2700,C,0.0812\n",
        &[],
        expect![[r#"
            own.csv line 1: expected the columns date, expiry, strike, type, bid, ask, found quoted_on, best_bid, best_offer, expiration_day, strike_px, cp_flag, impl_v separated by comma; add or rename date, expiry, strike
            header: quotedon,bestbid,bestoffer,expirationday,strikepx,cpflag,implv
            quoted_on: 2018-01-02 -> date guessed from values
            best_bid: 20.5 -> bid by its name
            best_offer: 21 -> ask by its name
            expiration_day: 2018-01-31 -> expiry guessed from name
            strike_px: 2700 -> strike guessed from name
            cp_flag: C -> type by its name
            impl_v: 0.0812 ->
        "#]],
    );
}

/// The guesses for columns of a header that says nothing, each given by its first cells.
fn guesses(columns: &[&str]) -> String {
    let header: Vec<String> = (1..=columns.len()).map(|number| format!("c{number}")).collect();
    let mut text = header.join(";") + "\n";
    let cells: Vec<Vec<&str>> = columns.iter().map(|cells| cells.split(' ').collect()).collect();
    for row in 0..cells[0].len() {
        text += &(cells.iter().map(|column| column[row]).collect::<Vec<_>>().join(";") + "\n");
    }
    let file = SourceFile { name: "own.csv", role: None, bytes: text.as_bytes() };
    let unknown = unknown(vec![Input::from(&file)], &Options::default()).unwrap();
    let guess = |column: UnknownColumn| column.guess.unwrap_or_else(|| "-".to_owned());
    unknown.columns.into_iter().map(guess).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_columns_hold_is_guessed_from_their_values() {
    let check = |columns: &[&str], expected: &str| assert_eq!(guesses(columns), expected);
    const DAY: &str = "2014-01-02 2014-01-03";
    let [open, high, low, close] = ["1845 1833.2", "1846 1838.2", "1827 1829.1", "1831 1831.3"];
    let bars = "date open high low close";
    // Large whole numbers are the volume, also those that may be read as seconds since 1970.
    for volume in [
        "3080600000 2774270000",
        "104654200 121082600",
        "1.234.567 2.345.678",
        "20140102 20140103000",
        "98028 120500",
        "0 98028",
    ] {
        check(&[DAY, open, high, low, close, volume], &format!("{bars} volume"));
        check(&[DAY, volume, open, high, low, close], "date volume open high low close");
    }
    // Small numbers, and those with a fraction, may be anything.
    check(&[DAY, open, high, low, close, "12 14"], &format!("{bars} -"));
    check(&[DAY, open, high, low, close, "98028.5 1.5"], &format!("{bars} -"));
    check(&[DAY, open, high, low, close, "0 0"], &format!("{bars} -"));
    // Without prices a large number may be a strike.
    check(&[DAY, "2700 2750"], "date -");
    check(&[DAY, "3080600000 2774270000"], "date -");
    // Dates have the shape of dates, or count whole minutes since 1970 one after the other.
    check(&["20140102 20140103", open, high, low, close], bars);
    check(&["1388620800 1388707200", open, high, low, close], bars);
    check(&["1388707200000 1388620800000", open, high, low, close], bars);
    check(&["1388620801 1388707207", "7 8"], "- -");
    check(&[DAY, "2014-02-02 2014-02-03"], "date expiry");
    check(&[DAY, "20140202 20140203"], "date expiry");
}

#[test]
fn what_was_told_of_a_header_fits_however_it_is_written() {
    let rows = "2014-01-02,1845.86,1845.86,1827.74,1831.98";
    let columns = "date,open,high,low,close";
    for (header, end) in [
        ("Tag,Start,Hoch,Tief,Schluss,", ","),
        ("Tag,\"Start, USD\",Hoch,Tief,Schluss", ""),
        ("星期,开始,高点,低点,结束", ""),
    ] {
        let text = format!("{header}\n{rows}{end}\n");
        let file = SourceFile { name: "own.csv", role: None, bytes: text.as_bytes() };
        let options = Options::default();
        let asked = unknown(vec![Input::from(&file)], &options).unwrap();
        let layout = format!("{}\t{columns}{end}", asked.header).parse().unwrap();
        let told = Options { layouts: vec![layout], ..options };
        let imported = import(&[file], &told).unwrap_or_else(|error| panic!("{header}: {error}"));
        assert_eq!(imported.market.bars[0].close, 1831.98, "{header}");
        assert!(imported.summary.files[0].is_told);
    }
}

#[test]
fn what_was_told_of_files_without_a_header_is_not_said_of_those_with_one() {
    let bare = ",,,,\tdate,open,high,low,close";
    check(
        "Tag,Ende,Hoch,Tief,Start\n2014-01-02,1831.98,1845.86,1827.74,1845.86\n",
        &[bare],
        expect![[r#"
            own.csv line 1: expected a header such as date,open,high,low,close, found "Tag,Ende,Hoch,Tief,Start"; put the names of the columns on the first line
            header: tag,ende,hoch,tief,start
            Tag: 2014-01-02 -> date guessed from values
            Ende: 1831.98 -> open guessed from values
            Hoch: 1845.86 -> high guessed from values
            Tief: 1827.74 -> low guessed from values
            Start: 1845.86 -> close guessed from values
        "#]],
    );
    check(
        "Kurse\n2014-01-02,1845.86,1845.86,1827.74,1831.98\n",
        &[bare],
        expect![[r#"
        own.csv: plain bars, 1 of 1 row used, 2014-01-02 to 2014-01-02
          comma-separated, dates YYYY-MM-DD
          columns: column 1 = date, column 2 = open, column 3 = high, column 4 = low, column 5 = close
          repaired: 1 line above the header skipped
        market: 1 bar, 0 events, 2014-01-02 to 2014-01-02
        warning: only 1 bar: the first 50 warm up the signals, little is left to trade
    "#]],
    );
}

#[test]
fn what_is_no_table_is_not_asked_for() {
    check(
        "Dear reader\nthis is a letter\n",
        &[],
        expect![[r#"
            own.csv line 1: expected a header such as date,open,high,low,close, found "Dear reader"; put the names of the columns on the first line
        "#]],
    );
    for text in ["", "a,b", "a,b\tdate", "a\tdate,close"] {
        assert!(text.parse::<Layout>().is_err(), "{text:?}");
    }
}

#[test]
fn the_columns_of_a_file_without_a_good_row_can_be_asked_for() {
    let columns_of = |text: &str| {
        let file = SourceFile { name: "own.csv", role: None, bytes: text.as_bytes() };
        let found = columns(vec![Input::from(&file)], &Options::default(), "own.csv")?;
        let guess = |column: UnknownColumn| column.guess.unwrap_or_else(|| "-".to_owned());
        Some(found.columns.into_iter().map(guess).collect::<Vec<_>>().join(" "))
    };
    let text = "date,when,open,high,low,close\n1,2014-01-02,10,11,9,10\n";
    assert_eq!(columns_of(text).as_deref(), Some("date expiry open high low close"));
    // There is nothing to ask where every column is known.
    assert_eq!(columns_of("date,open,high,low,close\n1,10,11,9,10\n"), None);
}
