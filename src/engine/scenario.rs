//! Every choice of a run. Omitted values have defaults; given values are checked.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::allocate;
use crate::market::day_number;
use crate::pricing::{Model, smile_bounds};
use crate::profile::StructureChoices;
use crate::regime;
use crate::trade::sizing::Sizes;
use crate::trade::{Capacity, Costs, Hedging, Instrument};
use crate::units::Money;

use super::ScenarioError;
use super::fields::{FIELDS, Unit};
use super::limits::RiskLimits;
use super::versions::MODEL_VERSION;

/// When an order decided at the close of day t is filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// At the open of t+1, with the volatility known at the close of t. Option quotes are of the
    /// close: where they are loaded, such orders fill at the close of t+1, and the report says so.
    #[default]
    NextOpen,
    /// At the close of t+1.
    NextClose,
    /// At the close of t itself: looks ahead, for comparison only.
    SameClose,
}

/// How a position that is to be larger or smaller is changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RebalanceStyle {
    /// Closed and reopened, with the strikes and expiries of the day.
    #[default]
    Reopen,
    /// The difference is traded in the legs held.
    Resize,
}

/// Every choice of a run. The default is a complete scenario.
///
/// ```
/// use rotation::engine::Scenario;
/// let mut scenario = Scenario::default();
/// scenario.allocation.max_profile_weight = 0.30;
/// assert!(scenario.check().is_ok());
/// scenario.allocation.min_profile_weight = 0.50;
/// assert_eq!(
///     scenario.check().unwrap_err().to_string(),
///     "minimum per profile (50 %) is above maximum per profile (30 %); lower the minimum or \
///      raise the maximum"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scenario {
    /// The version of the model it was made for: see [`versions`](super::versions).
    pub model_version: u32,
    /// What the account starts with, dollars.
    pub capital: f64,
    /// First day traded; the first of the data if `None`. Earlier days only warm up.
    #[serde(with = "day_number::optional")]
    pub from: Option<NaiveDate>,
    /// Last day; the last of the data if `None`.
    #[serde(with = "day_number::optional")]
    pub to: Option<NaiveDate>,
    /// What is traded.
    pub instrument: Instrument,
    /// When orders are filled.
    pub timing: Timing,
    /// Whether opens are traded at in years in which most repeat the close before.
    pub trust_opens: bool,
    /// How a position that is to be larger or smaller is changed.
    pub style: RebalanceStyle,
    /// How weights become contracts.
    pub sizes: Sizes,
    /// Limits on capital, and which profile suits which regime.
    pub allocation: allocate::Limits,
    /// Where regimes begin.
    pub regimes: regime::Thresholds,
    /// Whether regimes found in the file replace the computed ones.
    pub use_quoted_regimes: bool,
    /// Whether scores found in the file replace the computed ones.
    pub use_quoted_scores: bool,
    /// Which structures are traded.
    pub structures: StructureChoices,
    /// How options are priced.
    pub model: Model,
    /// What trading costs.
    pub costs: Costs,
    /// How large an order is warned of.
    pub capacity: Capacity,
    /// How delta is offset with the underlying.
    pub hedging: Hedging,
    /// Limits on risk.
    pub limits: RiskLimits,
    /// Whether cash earns the interest rate.
    pub interest: bool,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            model_version: MODEL_VERSION,
            capital: 1_000_000.0,
            from: None,
            to: None,
            instrument: Instrument::default(),
            timing: Timing::default(),
            trust_opens: false,
            style: RebalanceStyle::default(),
            sizes: Sizes::default(),
            allocation: allocate::Limits::default(),
            regimes: regime::Thresholds::default(),
            use_quoted_regimes: false,
            use_quoted_scores: false,
            structures: StructureChoices::default(),
            model: Model::default(),
            costs: Costs::default(),
            capacity: Capacity::default(),
            hedging: Hedging::default(),
            limits: RiskLimits::default(),
            interest: false,
        }
    }
}

impl Scenario {
    /// Checks every field against its range, then the fields against each other.
    ///
    /// # Errors
    /// The first rule that is broken, in the order of the forms.
    pub fn check(&self) -> Result<(), ScenarioError> {
        if !(1..=MODEL_VERSION).contains(&self.model_version) {
            let found = self.model_version;
            return Err(ScenarioError::UnknownVersion { latest: MODEL_VERSION, found });
        }
        for field in FIELDS.iter() {
            field.check(field.get(self))?;
        }
        let limits = &self.allocation;
        if limits.min_profile_weight > limits.max_profile_weight {
            let percent = |weight| Unit::Percent.show(weight);
            return Err(ScenarioError::MinimumAboveMaximum {
                minimum: percent(limits.min_profile_weight),
                maximum: percent(limits.max_profile_weight),
            });
        }
        self.check_smile()?;
        self.structures.check()?;
        match (self.from, self.to) {
            (Some(from), Some(to)) if to < from => Err(ScenarioError::EndBeforeStart { from, to }),
            _ => Ok(()),
        }
    }

    /// Whether the smile has prices without arbitrage.
    ///
    /// # Errors
    /// [`ScenarioError::Smile`] naming the nearest smile that has.
    pub fn check_smile(&self) -> Result<(), ScenarioError> {
        let Model { skew, curvature, .. } = self.model;
        if smile_bounds::is_free_of_arbitrage(skew, curvature) {
            return Ok(());
        }
        let nearest = smile_bounds::nearest(skew, curvature);
        Err(ScenarioError::Smile { skew, curvature, nearest })
    }

    /// The starting capital, once the scenario is checked.
    #[must_use]
    pub fn capital(&self) -> Money {
        Money::from_dollars_f64(self.capital).expect("a checked capital is within range")
    }
}
