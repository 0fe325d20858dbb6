//! Everything that is looked for in data, found or not, and what the engine makes of it.

use crate::import::findings::days::DaysFound;
use crate::import::findings::doubt::Doubt;
use crate::import::findings::problem::Rule;
use crate::import::findings::repair::Repair;
use crate::import::findings::summary::Summary;
use crate::import::findings::warning::Warning;

/// Something that was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What, in words.
    pub what: &'static str,
    /// What the engine makes of it.
    pub effect: &'static str,
    /// How often it was found.
    pub count: usize,
    /// The days on which it was, if it is of days.
    pub days: DaysFound,
}

impl Check {
    fn of_days(what: &'static str, effect: &'static str, days: Option<&DaysFound>) -> Self {
        let days = days.cloned().unwrap_or_default();
        Self { what, effect, count: days.count(), days }
    }

    fn of_rows(what: &'static str, effect: &'static str, count: usize) -> Self {
        Self { what, effect, count, days: DaysFound::default() }
    }
}

impl Summary {
    /// All checks that the data can be put to: of bars, and of option quotes if there are any.
    ///
    /// ```
    /// use rotation::import::{Options, SourceFile, import};
    /// let bytes = b"date,open,high,low,close\n2024-01-02,10,11,9,10\n2024-01-04,10,11,9,10\n";
    /// let file = SourceFile { name: "bars.csv", role: None, bytes };
    /// let imported = import(&[file], &Options::default()).unwrap();
    /// let checks = imported.summary.checks();
    /// let missing = checks.iter().find(|check| check.what.contains("without a bar")).unwrap();
    /// assert_eq!(missing.days.first()[0].to_string(), "2024-01-03");
    /// ```
    #[must_use]
    pub fn checks(&self) -> Vec<Check> {
        let mut checks = self.of_bars();
        if self.chain.is_some() {
            checks.extend(self.of_quotes());
        }
        checks
    }

    fn of_bars(&self) -> Vec<Check> {
        let missing = self.days(|warning| matches!(warning, Warning::MissingDays { .. }));
        let closed = self.days(|warning| matches!(warning, Warning::ClosedDays { .. }));
        let stale = self.days(|warning| matches!(warning, Warning::StaleOpens { .. }));
        vec![
            Check::of_days(
                "trading days of the exchange without a bar",
                "the run goes from bar to bar: nothing is traded or marked on them",
                missing,
            ),
            Check::of_days(
                "bars on days the exchange was closed",
                "they are days like the others",
                closed,
            ),
            self.of_doubt(Doubt::MayBeSplit),
            self.of_doubt(Doubt::Jump),
            self.of_doubt(Doubt::OtherUnit),
            self.of_doubt(Doubt::Parts),
            self.of_doubt(Doubt::StaleBar),
            Check::of_days(
                "opens that repeat the previous close, in years in which more than a fifth do",
                "orders are filled at the next close unless the opens are trusted",
                stale,
            ),
        ]
    }

    fn of_quotes(&self) -> Vec<Check> {
        let holes = self.days(|warning| matches!(warning, Warning::ChainHoles { .. }));
        let levels = self.days(|warning| matches!(warning, Warning::OtherLevels { .. }));
        let left_out = |rule| {
            let skipped = self.files.iter().flat_map(|file| &file.skipped);
            skipped.filter(|rows| rows.rule == rule).map(|rows| rows.count).sum()
        };
        let one_sided = |repair: &Repair| match repair {
            Repair::NoBid(count) | Repair::NoAsk(count) => *count,
            _ => 0,
        };
        let repairs = self.files.iter().flat_map(|file| &file.repairs);
        let columns = || self.files.iter().flat_map(|file| &file.columns);
        let is_bid = |meaning: &String| meaning == "bid" || meaning.ends_with("_bid");
        let are_quotes =
            columns().any(|column| column.is_used && column.meaning.as_ref().is_some_and(is_bid));
        // Trades have neither bid nor ask, and are of different moments.
        let of_sides = |check: Check| are_quotes.then_some(check);
        let checks = [
            Some(Check::of_days(
                "bars between the first and the last day of quotes without any",
                "nothing can be traded on them",
                holes,
            )),
            Some(Check::of_days(
                "days whose quotes stand more than 5 % off the bar's close",
                "they are left out",
                levels,
            )),
            of_sides(self.of_doubt(Doubt::Level)),
            of_sides(self.of_doubt(Doubt::Parity)),
            Some(self.of_doubt(Doubt::RepeatedDay)),
            of_sides(Check::of_rows(
                "quotes with a bid above the ask",
                "they are left out",
                left_out(Rule::CrossedQuote),
            )),
            Some(Check::of_rows(
                "contracts quoted again on their day",
                "one of equal quotes is used, and none of those that differ",
                left_out(Rule::NewContract) + left_out(Rule::OneAnswer),
            )),
            of_sides(Check::of_rows(
                "quotes with no bid or no ask",
                "they are not opened; one that is held is marked by the surface of the others",
                repairs.map(one_sided).sum(),
            )),
        ];
        checks.into_iter().flatten().collect()
    }

    fn of_doubt(&self, doubt: Doubt) -> Check {
        let days = self.days(
            |warning| matches!(warning, Warning::Doubtful { doubt: found, .. } if *found == doubt),
        );
        Check::of_days(doubt.what(), doubt.effect(), days)
    }

    fn days(&self, is_it: impl Fn(&Warning) -> bool) -> Option<&DaysFound> {
        self.warnings.iter().find(|warning| is_it(warning))?.found()
    }
}

impl Warning {
    /// Whether one of the checks says the same, with its days.
    #[must_use]
    pub const fn is_check(&self) -> bool {
        matches!(
            self,
            Self::MissingDays { .. }
                | Self::ClosedDays { .. }
                | Self::StaleOpens { .. }
                | Self::OtherLevels { .. }
                | Self::ChainHoles { .. }
                | Self::Doubtful { .. }
        )
    }
}
