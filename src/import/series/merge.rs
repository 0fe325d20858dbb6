//! Lays series of their own files along the bars, by date.

use crate::import::findings::summary::Merged;
use crate::import::series::DailyValues;
use crate::market::Market;

/// Sets the values of `table` on the bars of the same days; other bars keep what they had.
pub(crate) fn merge(market: &mut Market, table: &DailyValues) -> Vec<Merged> {
    table
        .columns
        .iter()
        .map(|(series, values)| {
            let mut along = match market.series(*series) {
                Some(known) => known.to_vec(),
                None => vec![None; market.bars.len()],
            };
            let mut merged = Merged { series: series.column().to_owned(), ..Merged::default() };
            let mut bars = market.bars.iter().zip(&mut along).peekable();
            let known = table.dates.iter().zip(values);
            for (date, value) in known.filter_map(|(date, value)| Some((*date, (*value)?))) {
                while bars.next_if(|(bar, _)| bar.date < date).is_some() {}
                match bars.next_if(|(bar, _)| bar.date == date) {
                    None => merged.unused += 1,
                    Some((_, place)) => {
                        match place {
                            Some(known) if *known != value => merged.replaced += 1,
                            Some(_) => merged.confirmed += 1,
                            None => merged.filled += 1,
                        }
                        *place = Some(value);
                    }
                }
            }
            merged.empty = along.iter().filter(|value| value.is_none()).count();
            market.set_series(*series, along);
            merged
        })
        .collect()
}
