//! What is typed into the cells of a structure: text becomes values, or says why it is none.

use crate::engine::ScenarioError;
use crate::math::decimal;
use crate::pricing::Right;
use crate::trade::{HedgeRule, LegRule, StrikeRule, Structure};

use super::{LegValue, StructureCell, StructureValue};

impl StructureCell {
    /// Sets a value of the whole structure.
    pub(super) fn set_value(
        self,
        structure: &mut Structure,
        value: StructureValue,
        text: &str,
    ) -> Result<(), ScenarioError> {
        let share = |this: Self| Ok::<_, ScenarioError>(this.number(text)?.map(|n| n / 100.0));
        match value {
            StructureValue::Name => structure.name = text.chars().take(40).collect(),
            StructureValue::Roll => structure.roll_below = self.days(text)?,
            StructureValue::Hedge => {
                structure.hedge = match text {
                    "daily" => HedgeRule::Daily,
                    "band" => HedgeRule::Band(0.1),
                    _ => HedgeRule::None,
                }
            }
            StructureValue::Band => structure.hedge = HedgeRule::Band(share(self)?.unwrap_or(0.0)),
            StructureValue::StopLoss => structure.exits.stop_loss = share(self)?,
            StructureValue::TakeProfit => structure.exits.take_profit = share(self)?,
            StructureValue::MaximumDays => structure.exits.maximum_days = self.days(text)?,
            StructureValue::In(_) | StructureValue::Leg(..) => {}
        }
        Ok(())
    }

    /// Sets a value of a leg.
    pub(super) fn set_leg(
        self,
        leg: &mut LegRule,
        value: LegValue,
        text: &str,
    ) -> Result<(), ScenarioError> {
        let sign = leg.ratio.signum();
        match value {
            LegValue::Side => {
                leg.ratio = leg.ratio.abs() * if text == "sell" { -1 } else { 1 };
            }
            LegValue::Ratio => leg.ratio = self.contracts(text)? * sign,
            LegValue::Right => leg.right = if text == "put" { Right::Put } else { Right::Call },
            LegValue::Rule => {
                leg.strike = match text {
                    "percent" => StrikeRule::Percent(0.05),
                    "delta" => StrikeRule::Delta(0.25),
                    _ => StrikeRule::AtTheMoney,
                }
            }
            LegValue::Strike => {
                let number = self.number(text)?.ok_or_else(|| self.empty("a number"))?;
                leg.strike = match leg.strike {
                    StrikeRule::Delta(_) => StrikeRule::Delta(self.delta(number)?),
                    _ => StrikeRule::Percent(number / 100.0),
                }
            }
            LegValue::Target => leg.expiry.target = self.needed_days(text)?,
            LegValue::Minimum => leg.expiry.minimum = self.needed_days(text)?,
            LegValue::Maximum => leg.expiry.maximum = self.needed_days(text)?,
            LegValue::Roll => leg.roll_below = self.days(text)?,
        }
        Ok(())
    }

    fn number(self, text: &str) -> Result<Option<f64>, ScenarioError> {
        let plain = text.trim_end_matches('%').trim().replace('−', "-");
        if plain.is_empty() {
            return Ok(None);
        }
        let number = decimal::parse(&plain).filter(|number| number.is_finite());
        number.map(Some).ok_or_else(|| ScenarioError::NotANumber {
            label: self.label(),
            expected: "a number".to_owned(),
            found: shortened(text),
        })
    }

    /// An absolute delta. Traders write 25 or 0.25: below 1 it is a delta, from 1 on hundredths.
    fn delta(self, number: f64) -> Result<f64, ScenarioError> {
        let delta = if number < 1.0 { number } else { number / 100.0 };
        if (0.01..=0.99).contains(&delta) {
            return Ok(delta);
        }
        Err(ScenarioError::OutOfRange {
            label: self.label(),
            expected: "a delta from 1 to 99, or 0.01 to 0.99".to_owned(),
            found: number.to_string(),
        })
    }

    fn contracts(self, text: &str) -> Result<i64, ScenarioError> {
        let expected = "a whole number from 1 to 100";
        let contracts = self.whole(text, expected)?.ok_or_else(|| self.empty(expected))?;
        if (1..=100).contains(&contracts) {
            return Ok(contracts);
        }
        let (label, found) = (self.label(), contracts.to_string());
        Err(ScenarioError::OutOfRange { label, expected: expected.to_owned(), found })
    }

    fn days(self, text: &str) -> Result<Option<i64>, ScenarioError> {
        self.whole(text, "a whole number of days")
    }

    fn needed_days(self, text: &str) -> Result<i64, ScenarioError> {
        self.days(text)?.ok_or_else(|| self.empty("a whole number of days"))
    }

    fn whole(self, text: &str, expected: &str) -> Result<Option<i64>, ScenarioError> {
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| ScenarioError::NotWhole {
            label: self.label(),
            expected: expected.to_owned(),
            found: shortened(text),
        })
    }

    fn empty(self, expected: &str) -> ScenarioError {
        ScenarioError::Empty { label: self.label(), expected: expected.to_owned() }
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}
