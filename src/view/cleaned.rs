//! Market data in the canonical layout, which an import reads back unchanged.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::market::{Chain, ChainQuote, Event, Market, Right, Series, Settlement, is_index};

use super::table::{Cell, Table, columns};

/// Bars, with every series, regime and score beside them, and what was traded.
#[must_use]
pub fn bars(market: &Market) -> Table<'_> {
    let mut names = columns(&["date", "open", "high", "low", "close"]);
    names.extend(market.volumes.is_some().then_some(Cow::Borrowed("volume")));
    let beside: Vec<_> = Series::ALL
        .into_iter()
        .filter_map(|series| Some((series, market.series(series)?)))
        .collect();
    names.extend(beside.iter().map(|(series, _)| Cow::Borrowed(series.column())));
    if market.quoted_regimes.is_some() {
        names.push(Cow::Borrowed("regime"));
    }
    if market.quoted_scores.is_some() {
        names.extend((1..=6).map(|profile| Cow::Owned(format!("profile_{profile}_score"))));
    }
    Table::new("bars", names, market.bars.len(), move |index| {
        let bar = &market.bars[index];
        let mut row = vec![Cell::Date(bar.date)];
        row.extend([bar.open, bar.high, bar.low, bar.close].map(Cell::Number));
        row.extend(market.volumes.iter().map(|volumes| whole(volumes[index])));
        row.extend(beside.iter().map(|(series, values)| points(*series, values[index])));
        if let Some(regimes) = &market.quoted_regimes {
            row.push(regimes[index].map_or(Cell::Empty, |regime| Cell::Count(regime.into())));
        }
        if let Some(scores) = &market.quoted_scores {
            let scores = scores[index];
            row.extend((0..6).map(|profile| Cell::from(scores.map(|scores| scores[profile]))));
        }
        row
    })
}

/// Daily series without bars: a row of values for each day, one for each series.
#[must_use]
pub fn series<'a>(series: &'a [Series], days: &'a [(NaiveDate, Vec<Option<f64>>)]) -> Table<'a> {
    let mut names = columns(&["date"]);
    names.extend(series.iter().map(|series| Cow::Borrowed(series.column())));
    Table::new("series", names, days.len(), |index| {
        let (date, values) = &days[index];
        let values = series.iter().zip(values).map(|(series, value)| points(*series, *value));
        [Cell::Date(*date)].into_iter().chain(values).collect()
    })
}

/// Option quotes, by day, expiry, strike and right; volatility in decimals.
#[must_use]
pub fn chain(chain: &Chain) -> Table<'_> {
    let mut names = columns(&[
        "quote_date",
        "expiry",
        "strike",
        "type",
        "bid",
        "ask",
        "iv",
        "delta",
        "volume",
        "open_interest",
        "underlying",
    ]);
    let has_trades = chain.has_trades();
    names.extend(has_trades.then_some(Cow::Borrowed("price_traded")));
    let rows: Vec<(NaiveDate, Option<f64>, ChainQuote)> = chain
        .days()
        .flat_map(|day| day.quotes().map(move |quote| (day.date(), day.underlying(), quote)))
        .collect();
    // Where dates and the level would not tell an import how contracts are settled.
    let on_index = is_index("", "", chain.days().find_map(|day| day.level()));
    let is_told = rows.iter().any(|(_, _, quote)| {
        let by_date = Settlement::of_index_option(b"", quote.expiry);
        quote.settlement != if on_index { by_date } else { Settlement::Close }
    });
    names.extend(is_told.then_some(Cow::Borrowed("settles")));
    // A column without a value is not written. Who has neither prices of trades nor one of bid and
    // ask has zeros, which are no quotes, so that what is read again is known for a chain.
    let has = |price: fn(&ChainQuote) -> Option<f64>| {
        rows.iter().any(|(_, _, quote)| price(quote).is_some())
    };
    let [has_bid, has_ask] = [has(|quote| quote.bid), has(|quote| quote.ask)];
    let is_traded_only = has_trades && !has_bid && !has_ask;
    let quoted = move |price: Option<f64>, is_any: bool| match price {
        None if !is_any && !is_traded_only => Cell::Number(0.0),
        price => price.into(),
    };
    Table::new("chain", names, rows.len(), move |index| {
        let (date, underlying, quote) = &rows[index];
        let count = |count: Option<u32>| count.map_or(Cell::Empty, |n| Cell::Count(n.into()));
        let mut row = vec![
            Cell::Date(*date),
            Cell::Date(quote.expiry),
            Cell::Number(quote.strike.to_dollars_f64()),
            Cell::from(if quote.right == Right::Call { "C" } else { "P" }),
            quoted(quote.bid, has_bid),
            quoted(quote.ask, has_ask),
            Cell::from(quote.iv.map(|iv| iv.decimal())),
            Cell::from(quote.delta),
            count(quote.volume),
            count(quote.open_interest),
            Cell::from(*underlying),
        ];
        row.extend(has_trades.then(|| Cell::from(quote.traded)));
        row.extend(is_told.then(|| match quote.settlement {
            Settlement::Open => Cell::from("AM"),
            Settlement::Close => Cell::from("PM"),
        }));
        row
    })
}

/// Events by date.
#[must_use]
pub fn events(events: &[Event]) -> Table<'_> {
    let names = columns(&["date", "event_type", "event_name", "scheduled"]);
    Table::new("events", names, events.len(), |index| {
        let Event { date, kind, name, scheduled } = &events[index];
        let scheduled = if *scheduled { "true" } else { "false" };
        vec![
            Cell::Date(*date),
            Cell::from(kind.clone()),
            Cell::from(name.clone()),
            Cell::from(scheduled),
        ]
    })
}

/// A volume: whole shares as a file had them, parts of one where it had these.
fn whole(volume: Option<f64>) -> Cell {
    /// Above it not every whole number is a float.
    const MOST: f64 = 9e15;
    match volume {
        Some(volume) if volume == volume.trunc() && volume < MOST => Cell::Count(volume as i64),
        volume => volume.into(),
    }
}

/// A series in the units of a file: percent points, dividends in dollars a share.
fn points(series: Series, value: Option<f64>) -> Cell {
    match value {
        Some(value) if series == Series::Dividend => Cell::Number(value),
        Some(value) => Cell::Number(percent_points(value)),
        None => Cell::Empty,
    }
}

/// The shortest number of which a hundredth is `decimal`, bit for bit, if there is one of at most
/// twelve places: what the file had.
fn percent_points(decimal: f64) -> f64 {
    const PLACES: [f64; 13] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];
    let short = PLACES.iter().map(|scale| (decimal * 100.0 * scale).round() / scale);
    let mut exact = short.filter(|points| points / 100.0 == decimal);
    exact.next().unwrap_or(decimal * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn percent_points_are_those_of_the_file(cents in -100_000_i64..100_000) {
            let points = cents as f64 / 100.0;
            prop_assert_eq!(percent_points(points / 100.0), points);
        }
    }
}
