//! What the trades of another program made of an account, to be compared with.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::day_number;

/// An account by the days on which its trades were closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TradeLog {
    /// What it is called.
    pub name: String,
    /// How many trades were closed.
    pub trades: usize,
    /// What was in the account before the first of them, dollars.
    pub start: f64,
    /// The account after each day on which trades were closed, oldest first.
    pub days: Vec<Funds>,
}

/// An account at the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Funds {
    /// The day.
    #[serde(with = "day_number")]
    pub date: NaiveDate,
    /// What is in it, dollars.
    pub dollars: f64,
}

impl TradeLog {
    /// The account on each of other dates, as if it had held `begin` dollars on the last of them
    /// before its own first day; `None` before and after its days.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use rotation::market::{Funds, TradeLog};
    /// let day = |day| NaiveDate::from_ymd_opt(2014, 1, day).unwrap();
    /// let [one, two, three, four] = [2, 3, 4, 5].map(day);
    /// let days = vec![Funds { date: two, dollars: 110.0 }, Funds { date: four, dollars: 121.0 }];
    /// let log = TradeLog { name: "theirs".to_owned(), trades: 2, start: 100.0, days };
    /// let along = log.along(&[one, two, three, four], |_| 1_000.0);
    /// assert_eq!(along, [Some(1_000.0), Some(1_100.0), Some(1_100.0), Some(1_210.0)]);
    /// ```
    pub fn along(&self, dates: &[NaiveDate], begin: impl Fn(usize) -> f64) -> Vec<Option<f64>> {
        let mut along = vec![None; dates.len()];
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else { return along };
        let from = dates.partition_point(|date| *date < first.date).saturating_sub(1);
        let Some(begun) = dates.get(from) else { return along };
        let mut days = self.days.iter().peekable();
        let mut dollars = self.start;
        // What was closed before the first date has happened by then.
        while let Some(day) = days.next_if(|day| day.date < *begun) {
            dollars = day.dollars;
        }
        let scale = begin(from) / dollars;
        for (place, date) in along[from..].iter_mut().zip(&dates[from..]) {
            while let Some(day) = days.next_if(|day| day.date <= *date) {
                dollars = day.dollars;
            }
            *place = (*date <= last.date).then_some(dollars * scale);
        }
        along
    }
}
