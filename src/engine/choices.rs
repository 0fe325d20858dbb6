//! The choices of a scenario that are not numbers, as one table beside the fields.
//!
//! The forms and the links read it. Codes and the order of options are part of every link ever
//! made: they are added to, never changed.

use crate::profile::{SkewInBreakingVol, VannaStructure, VolOfVolStructure};
use crate::trade::hedge::{HedgeInstrument, PortfolioHedge};
use crate::trade::sizing::Sizing;
use crate::trade::{ExpirySeries, Instrument, Settlement, SpreadModel};

use super::limits::ExitBasis;
use super::{RebalanceStyle, Scenario, Timing};

/// The part of the form a choice belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceGroup {
    /// What is traded, and when.
    Execution,
    /// Which structures are traded.
    Structures,
    /// Switches on the allocation.
    Overlays,
    /// What is taken from the file.
    Data,
    /// How weights become contracts.
    Sizing,
    /// How delta is offset.
    Hedging,
    /// Limits on risk.
    Risk,
}

/// One choice among a few options.
pub struct Choice {
    /// Its number in links. Never changed, never given to another choice.
    pub code: u16,
    /// The part of the form.
    pub group: ChoiceGroup,
    /// What it is called.
    pub label: &'static str,
    /// One line on its effect.
    pub help: &'static str,
    /// The options, in the order of links; new ones come last, even a new default.
    pub options: &'static [&'static str],
    read: fn(&Scenario) -> usize,
    write: fn(&mut Scenario, usize),
}

impl Choice {
    /// The position of the option a scenario has chosen.
    #[must_use]
    pub fn get(&self, scenario: &Scenario) -> usize {
        (self.read)(scenario)
    }

    /// Chooses the option at a position; one that does not exist changes nothing.
    pub fn set(&self, scenario: &mut Scenario, option: usize) {
        if option < self.options.len() {
            (self.write)(scenario, option);
        }
    }
}

/// The choice of a number in a link.
#[must_use]
pub fn by_code(code: u16) -> Option<&'static Choice> {
    CHOICES.iter().find(|choice| choice.code == code)
}

const SWITCH: &[&str] = &["off", "on"];

const INSTRUMENTS: [Instrument; 3] = [Instrument::MiniIndex, Instrument::Index, Instrument::Fund];
const SETTLEMENTS: [Settlement; 2] = [Settlement::Close, Settlement::Open];
const STYLES: [RebalanceStyle; 2] = [RebalanceStyle::Reopen, RebalanceStyle::Resize];
const SIZINGS: [Sizing; 4] = [Sizing::Notional, Sizing::Premium, Sizing::MaximumLoss, Sizing::Vega];
const PORTFOLIO_HEDGES: [PortfolioHedge; 3] =
    [PortfolioHedge::Off, PortfolioHedge::Daily, PortfolioHedge::Band];
const HEDGE_INSTRUMENTS: [HedgeInstrument; 2] = [HedgeInstrument::Futures, HedgeInstrument::Shares];
const EXIT_BASES: [ExitBasis; 2] = [ExitBasis::Risk, ExitBasis::Notional];
const ON_AND_OFF: [bool; 2] = [true, false];
const OFF_AND_ON: [bool; 2] = [false, true];
const TIMINGS: [Timing; 3] = [Timing::NextOpen, Timing::NextClose, Timing::SameClose];
const SPREADS: [SpreadModel; 4] =
    [SpreadModel::Index, SpreadModel::Etf, SpreadModel::Absolute, SpreadModel::None];
const EXPIRIES: [ExpirySeries; 5] = [
    ExpirySeries::MondayWednesdayFriday,
    ExpirySeries::Weekly,
    ExpirySeries::Monthly,
    ExpirySeries::Daily,
    ExpirySeries::AsListed,
];
const SKEWS: [SkewInBreakingVol; 2] =
    [SkewInBreakingVol::Backspread, SkewInBreakingVol::RiskReversal];
const VOLS_OF_VOL: [VolOfVolStructure; 4] = [
    VolOfVolStructure::Straddle,
    VolOfVolStructure::Strangle,
    VolOfVolStructure::WideStrangle,
    VolOfVolStructure::HedgedStraddle,
];
const VANNAS: [VannaStructure; 2] = [VannaStructure::RiskReversal, VannaStructure::CallDiagonal];

/// A row of the table for a choice among the variants of an enum.
macro_rules! choice {
    ($code:literal, $group:ident, $label:literal, $help:literal, $options:expr, $variants:ident,
     $($path:ident).+) => {
        Choice {
            code: $code,
            group: ChoiceGroup::$group,
            label: $label,
            help: $help,
            options: $options,
            read: |s| $variants.iter().position(|v| *v == s.$($path).+).unwrap_or(0),
            write: |s, option| s.$($path).+ = $variants[option],
        }
    };
}

/// A row of the table for a switch.
macro_rules! switch {
    ($code:literal, $group:ident, $label:literal, $help:literal, $($path:ident).+) => {
        Choice {
            code: $code,
            group: ChoiceGroup::$group,
            label: $label,
            help: $help,
            options: SWITCH,
            read: |s| usize::from(s.$($path).+),
            write: |s, option| s.$($path).+ = option == 1,
        }
    };
}

/// The choice of the instrument.
///
/// ```
/// use rotation::engine::{Scenario, choices};
/// use rotation::trade::Instrument;
/// let (choice, mut scenario) = (choices::instrument(), Scenario::default());
/// choice.set(&mut scenario, 1);
/// assert_eq!((choice.options[1], scenario.instrument), ("index", Instrument::Index));
/// ```
#[must_use]
pub fn instrument() -> &'static Choice {
    &CHOICES[0]
}

/// Every choice, in the order of the forms.
#[rustfmt::skip]
pub static CHOICES: [Choice; 23] = [
    choice!(1, Execution, "instrument", "Underlying of the options",
        &["mini index (1/10)", "index", "fund (American, in shares)"], INSTRUMENTS, instrument),
    choice!(2, Execution, "orders fill at",
        "Decided at the close; with option quotes, next open becomes next close",
        &["next open", "next close", "same close (looks ahead)"], TIMINGS, timing),
    switch!(70, Execution, "trust the opens",
        "Also where most repeat the previous close; otherwise orders then fill at the next close",
        trust_opens),
    choice!(3, Execution, "spread model", "Assumed bid-ask spread without a quote",
        &["index options", "fund options", "dollar amounts", "none"], SPREADS, costs.spread),
    choice!(4, Structures, "expiries listed",
        "As the exchange listed them, or a calendar assumed for all years",
        &["Monday, Wednesday, Friday", "Fridays", "third Fridays", "every trading day", "as listed"],
        EXPIRIES, structures.expiries),
    choice!(20, Structures, "third Fridays settle",
        "Index options, with a calendar that is assumed; as listed they settle as they did",
        &["at the close (PM)", "at the open (AM)"], SETTLEMENTS, structures.third_fridays),
    choice!(5, Structures, "SKEW in vol breakout",
        "In other regimes SKEW trades the put backspread",
        &["put backspread", "risk reversal"], SKEWS, structures.skew_in_breaking_vol),
    choice!(50, Structures, "VANNA trades", "Long 25-delta call and short 25-delta put, or calls",
        &["call risk reversal, hedged", "call diagonal"], VANNAS, structures.vanna),
    choice!(6, Structures, "VOV trades", "All are long volatility",
        &["straddle", "25-delta strangle", "15-delta strangle, hedged", "straddle, hedged"],
        VOLS_OF_VOL, structures.vol_of_vol),
    switch!(7, Overlays, "no short volatility before events",
        "Short-volatility structures get no weight within 3 days before an event",
        allocation.no_short_vol_before_events),
    switch!(8, Overlays, "no CHARM when RV10 > IV20",
        "CHARM gets no weight while realised volatility leads implied",
        allocation.no_charm_when_realised_leads),
    switch!(9, Data, "use the file's regimes",
        "Instead of the computed regimes", use_quoted_regimes),
    switch!(10, Data, "use the file's scores", "Instead of the computed scores", use_quoted_scores),
    choice!(11, Sizing, "when weights change", "How an open position is adjusted",
        &["close and reopen", "resize to target"], STYLES, style),
    choice!(12, Sizing, "sizing basis", "What a weight is a share of",
        &["notional", "premium or margin", "maximum loss", "vega budget"], SIZINGS, sizes.by),
    choice!(13, Sizing, "contracts", "Smallest size that can be traded",
        &["whole", "hundredths"], OFF_AND_ON, sizes.fractional),
    choice!(14, Hedging, "position hedge", "Each structure says whether and when",
        &["by structure", "none"], ON_AND_OFF, hedging.structures),
    choice!(15, Hedging, "portfolio hedge", "Hedge remaining net delta at the close",
        &["none", "daily", "beyond a band"], PORTFOLIO_HEDGES, hedging.portfolio),
    choice!(16, Hedging, "hedge with", "Shares are paid in full, futures settle daily",
        &["futures (fund: shares)", "shares"], HEDGE_INSTRUMENTS,
        hedging.instrument),
    choice!(40, Risk, "exits measured on",
        "Risk: margin and premium at entry, credits subtracted; notional: the capital of the weight",
        &["risk at entry", "notional"], EXIT_BASES, limits.exit_basis),
    choice!(17, Risk, "delta above its limit", "Action when breached",
        &["scale positions", "hedge"], OFF_AND_ON, limits.hedge_delta),
    switch!(18, Risk, "cut exposure when VIX is high", "Uses the level and the share below",
        limits.scale_in_fear),
    switch!(19, Execution, "interest on cash",
        "At the file's rate, else at the interest rate under Pricing",
        interest),
];
