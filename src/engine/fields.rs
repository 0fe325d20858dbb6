//! The numbers of a scenario as one table: label, unit, range, help, how to read and write each.
//!
//! The forms, the validation, the links and the "was 10 %" of a changed field all read it, so
//! that a new number is one row here.

use std::sync::LazyLock;

use crate::math::decimal;
use crate::profile::Profile;
use crate::regime::Regime;
use crate::units::group_thousands;

use super::{Scenario, ScenarioError};

/// The part of the form a field belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldGroup {
    /// What the account starts with.
    Capital,
    /// Limits on weights.
    Allocation,
    /// Which profile suits which regime.
    Compatibility,
    /// Where regimes begin.
    Regimes,
    /// What trading costs.
    Costs,
    /// How options are priced.
    Pricing,
    /// How weights become contracts.
    Sizing,
    /// How delta is offset.
    Hedging,
    /// Limits on risk.
    Risk,
}

/// The unit a number is shown and typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Hundredths: 0.05 is shown as 5.
    Percent,
    /// US dollars.
    Dollars,
    /// Calendar days.
    Days,
    /// A multiple of something.
    Times,
    /// A plain number.
    Plain,
}

impl Unit {
    /// The sign shown behind the number.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Percent => "%",
            Self::Dollars => "USD",
            Self::Days => "days",
            Self::Times => "×",
            Self::Plain => "",
        }
    }

    /// A held value in this unit, without its sign.
    #[must_use]
    pub fn show(self, value: f64) -> String {
        let shown = value * self.factor();
        // Twelve digits hide the dust that scaling leaves behind, and no more.
        let rounded = decimal::parse(&format!("{shown:.11e}")).unwrap_or(shown);
        group_thousands(&rounded.to_string())
    }

    const fn factor(self) -> f64 {
        if matches!(self, Self::Percent) { 100.0 } else { 1.0 }
    }
}

/// What an absent number is called.
pub const OFF: &str = "off";

/// One number of a scenario.
pub struct Field {
    /// Its number in links. Never changed, never given to another field.
    pub code: u16,
    /// The part of the form.
    pub group: FieldGroup,
    /// What it is called.
    pub label: String,
    /// The unit shown.
    pub unit: Unit,
    /// Smallest value allowed, as held.
    pub minimum: f64,
    /// Largest value allowed, as held.
    pub maximum: f64,
    /// One line on its effect.
    pub help: &'static str,
    access: Access,
}

enum Access {
    Number {
        read: fn(&Scenario) -> f64,
        write: fn(&mut Scenario) -> &mut f64,
    },
    /// A number that may be absent.
    Optional {
        read: fn(&Scenario) -> Option<f64>,
        write: fn(&mut Scenario) -> &mut Option<f64>,
    },
    Compatibility {
        regime: usize,
        profile: usize,
    },
}

impl Field {
    /// The value in a scenario, as held: decimals, not percent. `None` where it is off.
    #[must_use]
    pub fn get(&self, scenario: &Scenario) -> Option<f64> {
        match self.access {
            Access::Number { read, .. } => Some(read(scenario)),
            Access::Optional { read, .. } => read(scenario),
            Access::Compatibility { regime, profile } => {
                Some(scenario.allocation.compatibility.0[regime][profile])
            }
        }
    }

    /// Sets the value, as held; `None` switches off what can be off, and changes nothing else.
    pub fn set(&self, scenario: &mut Scenario, value: impl Into<Option<f64>>) {
        let value = value.into();
        let place = match self.access {
            Access::Optional { write, .. } => return *write(scenario) = value,
            Access::Number { write, .. } => write(scenario),
            Access::Compatibility { regime, profile } => {
                &mut scenario.allocation.compatibility.0[regime][profile]
            }
        };
        *place = value.unwrap_or(*place);
    }

    /// Whether it may be off: an empty field in the form, `null` in a file.
    #[must_use]
    pub const fn is_optional(&self) -> bool {
        matches!(self.access, Access::Optional { .. })
    }

    /// A held value in the field's unit, without the sign of the unit; nothing where it is off.
    #[must_use]
    pub fn show(&self, value: impl Into<Option<f64>>) -> String {
        value.into().map_or_else(String::new, |value| self.unit.show(value))
    }

    /// The value typed into the form: `None` for an empty field that may be off.
    ///
    /// # Errors
    /// Nothing typed, not a number, a fraction of a day, or outside the range.
    ///
    /// ```
    /// use rotation::engine::fields::by_code;
    /// let stop_loss = by_code(90).expect("limits have numbers 90 to 99");
    /// assert_eq!(stop_loss.parse("50 %"), Ok(Some(0.5)));
    /// assert_eq!(stop_loss.parse(""), Ok(None));
    /// assert_eq!(stop_loss.parse("off"), Ok(None));
    /// ```
    pub fn parse(&'static self, text: &str) -> Result<Option<f64>, ScenarioError> {
        let cleaned = text.trim().trim_end_matches(self.unit.sign()).trim().replace('−', "-");
        if self.is_optional() && (cleaned.is_empty() || cleaned.eq_ignore_ascii_case(OFF)) {
            return Ok(None);
        }
        if cleaned.is_empty() {
            return Err(ScenarioError::Empty { label: &self.label, expected: self.expected() });
        }
        let value = number(&cleaned).ok_or_else(|| ScenarioError::NotANumber {
            label: &self.label,
            expected: self.expected(),
            found: cleaned.chars().take(40).collect(),
        })? / self.unit.factor();
        if self.unit == Unit::Days && value.fract() != 0.0 {
            return Err(ScenarioError::NotWhole {
                label: &self.label,
                expected: format!("a whole number, {}", self.expected()),
                found: self.show(value),
            });
        }
        self.check(value)?;
        Ok(Some(value))
    }

    /// Whether a held value is within the range, or may be off.
    ///
    /// # Errors
    /// [`ScenarioError::OutOfRange`] naming the range.
    pub fn check(&'static self, value: impl Into<Option<f64>>) -> Result<(), ScenarioError> {
        let Some(value) = value.into() else {
            let (label, expected) = (&self.label, self.expected());
            let off = || Err(ScenarioError::Empty { label, expected });
            return if self.is_optional() { Ok(()) } else { off() };
        };
        if (self.minimum..=self.maximum).contains(&value) {
            return Ok(());
        }
        Err(ScenarioError::OutOfRange {
            label: &self.label,
            expected: self.expected(),
            found: self.show(value),
        })
    }

    /// The range in words, such as `0 to 100 %`.
    #[must_use]
    pub fn expected(&self) -> String {
        let (low, high) = (self.show(self.minimum), self.show(self.maximum));
        let range = format!("{low} to {high} {}", self.unit.sign());
        let or_off = if self.is_optional() { ", or empty for off" } else { "" };
        format!("{}{or_off}", range.trim_end())
    }
}

/// Digits with an optional decimal point and thousands separators in their places.
fn number(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.split([',', ' ', '\u{202f}', '\u{a0}', '\'', '_']);
    let mut digits = groups.next()?.to_owned();
    let leading = digits.trim_start_matches(['-', '+']).len();
    for group in groups {
        let in_place = group.len() == 3 && (1..=3).contains(&leading);
        if !in_place || !group.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        digits.push_str(group);
    }
    let plain = if fraction.is_empty() { digits } else { format!("{digits}.{fraction}") };
    decimal::parse(&plain).filter(|value| value.is_finite())
}

/// Every number, in the order of the forms.
pub static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let mut fields = allocation();
    fields.extend(compatibility());
    fields.extend(regimes());
    fields.extend(costs());
    fields.extend(pricing());
    fields.extend(sizing());
    fields.extend(hedging());
    fields.extend(risk::fields());
    fields
});

/// The field of a number in a link.
#[must_use]
pub fn by_code(code: u16) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.code == code)
}

/// A row of the table; the path into the scenario is written once for reading and writing.
macro_rules! field {
    ($code:literal, $group:ident, $label:literal, $unit:ident, $low:literal ..= $high:literal,
     $help:literal, $($path:ident).+) => {
        Field {
            code: $code,
            group: FieldGroup::$group,
            label: $label.to_owned(),
            unit: Unit::$unit,
            minimum: $low,
            maximum: $high,
            help: $help,
            access: Access::Number { read: |s| s.$($path).+, write: |s| &mut s.$($path).+ },
        }
    };
}

/// A row of the table for a number that may be off.
macro_rules! optional {
    ($code:literal, $group:ident, $label:literal, $unit:ident, $low:literal ..= $high:literal,
     $help:literal, $($path:ident).+) => {
        Field {
            code: $code,
            group: FieldGroup::$group,
            label: $label.to_owned(),
            unit: Unit::$unit,
            minimum: $low,
            maximum: $high,
            help: $help,
            access: Access::Optional { read: |s| s.$($path).+, write: |s| &mut s.$($path).+ },
        }
    };
}

mod risk;

#[rustfmt::skip]
fn allocation() -> Vec<Field> {
    vec![
        field!(1, Capital, "initial capital", Dollars, 1_000.0..=10_000_000_000.0,
            "Starting balance", capital),
        field!(2, Allocation, "maximum per profile", Percent, 0.01..=1.0,
            "Excess is redistributed; any remainder stays in cash", allocation.max_profile_weight),
        field!(3, Allocation, "minimum per profile", Percent, 0.0..=1.0,
            "Smaller weights are set to zero and stay in cash", allocation.min_profile_weight),
        field!(4, Allocation, "rebalance threshold", Percent, 0.0..=1.0,
            "Trade only if drift from target is at least this", allocation.rebalance_threshold),
        field!(5, Allocation, "cut exposure if RV20 exceeds", Percent, 0.0..=5.0,
            "RV20 is realised volatility over 20 days, annualised", allocation.vol_scale_threshold),
        field!(6, Allocation, "cut exposure to", Percent, 0.0..=1.0,
            "Share of each weight kept; the rest stays in cash", allocation.vol_scale_factor),
    ]
}

fn compatibility() -> impl Iterator<Item = Field> {
    let cells = (0..6).flat_map(|regime| (0..6).map(move |profile| (regime, profile)));
    cells.map(|(regime, profile)| Field {
        code: 100 + (regime * 6 + profile) as u16,
        group: FieldGroup::Compatibility,
        label: format!("{}, {}", Regime::ALL[regime].name(), Profile::ALL[profile].code()),
        unit: Unit::Plain,
        minimum: 0.0,
        maximum: 1.0,
        help: "How well the profile fits the regime: 0 = never, 1 = fully",
        access: Access::Compatibility { regime, profile },
    })
}

#[rustfmt::skip]
fn regimes() -> Vec<Field> {
    vec![
        field!(20, Regimes, "event window", Days, 0.0..=30.0,
            "Calendar days before and after a scheduled event", regimes.event_days),
        field!(21, Regimes, "vol breakout: RV20 rank above", Percent, 0.0..=1.0,
            "Percentile rank within the previous 60 days", regimes.breaking_rank),
        field!(22, Regimes, "vol breakout: RV20 above", Percent, 0.0..=5.0,
            "This or the vol-of-vol test below must hold", regimes.breaking_vol),
        field!(23, Regimes, "vol breakout: vol of vol above", Times, 0.0..=10.0,
            "As a multiple of RV20", regimes.breaking_vol_of_vol),
        field!(24, Regimes, "trend: 20-day move beyond", Percent, 0.0..=1.0,
            "Up or down, with the price beyond MA20 and MA50", regimes.trend_return),
        field!(25, Regimes, "trend down: RV20 rank above", Percent, 0.0..=1.0,
            "A downtrend needs elevated volatility", regimes.trend_down_rank),
        field!(26, Regimes, "trend up: RV20 rank below", Percent, 0.0..=1.0,
            "An uptrend needs low volatility", regimes.trend_up_rank),
        field!(27, Regimes, "compression: 10-day range below", Percent, 0.0..=1.0,
            "Highest high minus lowest low, as a share of the close", regimes.compression_range),
        field!(28, Regimes, "compression: RV20 rank below", Percent, 0.0..=1.0,
            "Percentile rank within the previous 60 days", regimes.compression_rank),
        field!(29, Regimes, "compression: MA20 slope within", Percent, 0.0..=1.0,
            "Change of the 20-day average over 5 days", regimes.compression_slope),
    ]
}

#[rustfmt::skip]
fn costs() -> Vec<Field> {
    vec![
        field!(40, Costs, "cost multiplier", Times, 0.0..=10.0,
            "0 = no costs, 2 = double spread, slippage and fees", costs.multiple),
        field!(41, Costs, "half-spread paid", Percent, 0.0..=2.0,
            "100 % crosses the spread; patient orders pay 25 to 40 %", costs.spread_fraction),
        field!(42, Costs, "slippage, up to 10 contracts", Percent, 0.0..=5.0,
            "Share of the half-spread", costs.slippage_small),
        field!(43, Costs, "slippage, 11 to 50 contracts", Percent, 0.0..=5.0,
            "Share of the half-spread", costs.slippage_medium),
        field!(44, Costs, "slippage, above 50 contracts", Percent, 0.0..=5.0,
            "Share of the half-spread", costs.slippage_large),
        field!(45, Costs, "commission per contract", Dollars, 0.0..=100.0,
            "Broker commission on every contract", costs.commission),
        field!(46, Costs, "clearing fee per contract", Dollars, 0.0..=100.0,
            "Clearing fee on every contract", costs.clearing),
        field!(47, Costs, "fee per $1,000 sold", Dollars, 0.0..=100.0,
            "Regulatory fee on sale proceeds", costs.sale_fee_per_thousand),
        field!(48, Costs, "fee per contract sold", Dollars, 0.0..=100.0,
            "Regulatory fee on sales", costs.sale_fee_per_contract),
        field!(170, Costs, "warn above share of volume", Percent, 0.0..=10.0,
            "Of the day's volume, else open interest; with option quotes", capacity.share),
        field!(171, Costs, "warn above contracts", Plain, 1.0..=10_000_000.0,
            "Contracts of one order; without quoted volume", capacity.contracts),
    ]
}

#[rustfmt::skip]
fn pricing() -> Vec<Field> {
    vec![
        field!(60, Pricing, "smile skew", Plain, -2.0..=2.0,
            "Slope in standardised moneyness; negative makes puts more expensive", model.skew),
        field!(61, Pricing, "smile curvature", Plain, 0.0..=1.0,
            "Curvature in standardised moneyness", model.curvature),
        field!(65, Pricing, "at-the-money level", Percent, 0.1..=3.0,
            "At-the-money volatility at 30 days as a share of the VIX", model.level),
        field!(63, Pricing, "interest rate", Percent, -0.2..=0.5,
            "Continuous, per year; used where the file has none", model.rate),
        field!(64, Pricing, "dividend yield", Percent, -0.2..=0.5,
            "Continuous, per year; used where the file has none", model.dividend_yield),
    ]
}

#[rustfmt::skip]
fn sizing() -> Vec<Field> {
    vec![
        field!(70, Sizing, "vega budget", Percent, 0.000_1..=1.0,
            "Share of equity per vol point at 100 % weight, when sized by vega", sizes.vega_budget),
    ]
}

#[rustfmt::skip]
fn hedging() -> Vec<Field> {
    vec![
        field!(80, Hedging, "portfolio hedge band", Percent, 0.0..=10.0,
            "No hedge while net dollar delta is within this share of equity",
            hedging.portfolio_band),
        field!(81, Hedging, "hedge half-spread", Percent, 0.0..=0.05,
            "Share of the price; 0.005 % is half a basis point", hedging.half_spread),
        field!(82, Hedging, "hedge fee per share", Dollars, 0.0..=10.0,
            "On every share or unit of a future", hedging.fee_per_share),
    ]
}
