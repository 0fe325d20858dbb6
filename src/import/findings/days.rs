//! Days on which something was found.

use std::fmt;

use chrono::NaiveDate;

/// How many days are named of those found.
const NAMED: usize = 100;

/// Days on which something was found: how often, and the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DaysFound {
    count: usize,
    first: Vec<NaiveDate>,
}

impl DaysFound {
    pub(crate) fn note(&mut self, date: NaiveDate) {
        self.count += 1;
        if self.first.len() < NAMED && self.first.last() != Some(&date) {
            self.first.push(date);
        }
    }

    /// Itself, if there are any.
    pub(crate) fn any(self) -> Option<Self> {
        (self.count > 0).then_some(self)
    }

    /// How often something was found.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The first days in their order, at most a hundred.
    #[must_use]
    pub fn first(&self) -> &[NaiveDate] {
        &self.first
    }
}

impl fmt::Display for DaysFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.count)?;
        self.first.first().map_or(Ok(()), |first| write!(f, ", the first on {first}"))
    }
}
