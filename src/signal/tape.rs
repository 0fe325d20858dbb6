//! One day after the other is put on tape; the signals are read off its end.

use crate::market::{AsOf, Bar, Series};
use crate::math;

use super::implied::{CARRY, Quoted, implied};
use super::trailing::Trailing;
use super::{ImpliedSource, Signals};

/// Trading days in a year, for annualising.
const YEAR: f64 = 252.0;

/// The trailing series signals are computed from. It holds only the days it was given.
#[derive(Clone, Debug, Default)]
pub struct Tape {
    log_return: Trailing,
    true_range: Trailing,
    close: Trailing,
    ma20: Trailing,
    ma50: Trailing,
    rv10: Trailing,
    rv20: Trailing,
    iv20: Trailing,
    iv60: Trailing,
    quoted_iv20: Trailing,
    quoted_iv60: Trailing,
    vvix: Trailing,
    skew: Trailing,
    quoted_skew: Trailing,
}

impl Tape {
    /// An empty tape with room for so many days.
    #[must_use]
    pub fn with_capacity(days: usize) -> Self {
        let series = || Trailing::with_capacity(days);
        Self {
            log_return: series(),
            true_range: series(),
            close: series(),
            ma20: series(),
            ma50: series(),
            rv10: series(),
            rv20: series(),
            iv20: series(),
            iv60: series(),
            vvix: series(),
            skew: series(),
            ..Self::default()
        }
    }

    /// The signals at the close of the next day. Days are given in order, each once.
    pub fn measure(&mut self, today: &AsOf<'_>) -> Signals {
        self.measure_quoted(today, None)
    }

    /// The same with what the day's option quotes imply, which comes before any other source.
    ///
    /// A rank or a z-score compares like with like: today's quoted value with earlier quoted ones,
    /// once there are enough of them; until then, and on days without quotes, what stands in is
    /// compared with what stood in.
    pub fn measure_quoted(&mut self, today: &AsOf<'_>, quoted: Option<Quoted>) -> Signals {
        let mut signals = Signals::default();
        self.realised(today, &mut signals);
        self.trend(today.bars(), &mut signals);
        self.implied(today, quoted, &mut signals);
        self.vol_of_vol(today, &mut signals);
        self.skew(today, quoted, &mut signals);
        signals
    }

    fn realised(&mut self, today: &AsOf<'_>, signals: &mut Signals) {
        let bar = today.bar();
        let yesterday = today.age().checked_sub(1).map(|index| today.bars()[index].close);
        self.log_return.push(yesterday.map(|close| math::ln_ratio(bar.close, close)));
        self.true_range.push(yesterday.map(|close| true_range(bar, close)));
        let volatility = |n| self.log_return.deviation(n, n).map(|std| std * YEAR.sqrt());
        signals.rv5 = volatility(5);
        signals.rv10 = volatility(10);
        signals.rv20 = volatility(20);
        let has_index = today.carried(Series::Vix, CARRY).is_some();
        signals.rv60 = if has_index { None } else { volatility(60) };
        signals.atr5 = self.true_range.mean(5);
        signals.atr10 = self.true_range.mean(10);
        signals.move_size = yesterday
            .zip(signals.atr5)
            .and_then(|(close, atr5)| finite((bar.close / close - 1.0).abs() / (atr5 / bar.close)));
        self.rv10.push(signals.rv10);
        self.rv20.push(signals.rv20);
        signals.rv20_rank = self.rv20.rank(60);
    }

    fn trend(&mut self, bars: &[Bar], signals: &mut Signals) {
        let close = bars[bars.len() - 1].close;
        self.close.push(Some(close));
        signals.ma20 = self.close.mean(20);
        signals.ma50 = self.close.mean(50);
        self.ma20.push(signals.ma20);
        self.ma50.push(signals.ma50);
        signals.slope_ma20 = change(&self.ma20, 5);
        signals.slope_ma50 = change(&self.ma50, 5);
        signals.price_to_ma20 = signals.ma20.map(|mean| close / mean - 1.0);
        signals.price_to_ma50 = signals.ma50.map(|mean| close / mean - 1.0);
        signals.return_5d = change(&self.close, 5);
        signals.return_10d = change(&self.close, 10);
        signals.return_20d = change(&self.close, 20);
        signals.range_10d = bars.len().checked_sub(10).map(|start| {
            let high =
                bars[start..].iter().fold(f64::MIN, |high, bar| math::greater(high, bar.high));
            let low = bars[start..].iter().fold(f64::MAX, |low, bar| math::lesser(low, bar.low));
            (high - low) / close
        });
    }

    fn implied(&mut self, today: &AsOf<'_>, quoted: Option<Quoted>, signals: &mut Signals) {
        let realised = [signals.rv5, signals.rv10, signals.rv20];
        ([signals.iv7, signals.iv20, signals.iv60], signals.iv_source) = implied(today, realised);
        self.iv20.push(signals.iv20);
        self.iv60.push(signals.iv60);
        signals.iv_rank_20 = self.iv20.rank(59);
        signals.iv_rank_60 = self.iv60.rank(89);
        let at_the_money = quoted.map(|quoted| quoted.at_the_money.map(Some));
        let [_, iv20, iv60] = at_the_money.unwrap_or_default();
        self.quoted_iv20.push(iv20);
        self.quoted_iv60.push(iv60);
        if let Some(quoted) = at_the_money {
            [signals.iv7, signals.iv20, signals.iv60] = quoted;
            signals.iv_source = ImpliedSource::Chain;
            signals.iv_rank_20 = self.quoted_iv20.rank(59).or(signals.iv_rank_20);
            signals.iv_rank_60 = self.quoted_iv60.rank(89).or(signals.iv_rank_60);
        }
    }

    fn vol_of_vol(&mut self, today: &AsOf<'_>, signals: &mut Signals) {
        signals.vol_of_vol = self.rv10.deviation(20, 10);
        let quoted = today.series(Series::Vvix);
        signals.vvix_quoted = quoted.is_some();
        signals.vvix = match quoted {
            Some(values) => values[values.len() - 1],
            None => signals.vol_of_vol,
        };
        self.vvix.push(signals.vvix);
        signals.vvix_80 = self.vvix.quantile(60, 20, 0.8);
        signals.vvix_slope = self.vvix.slope(5);
    }

    /// Without a skew of the chain or the file, how far the day's range outruns its closing moves
    /// stands in.
    fn skew(&mut self, today: &AsOf<'_>, quoted: Option<Quoted>, signals: &mut Signals) {
        let skew = match today.series(Series::Skew) {
            Some(values) => values[values.len() - 1],
            None => signals
                .atr10
                .zip(signals.rv10)
                .map(|(atr10, rv10)| (atr10 / today.bar().close) / rv10),
        };
        self.skew.push(skew);
        signals.skew_z = self.skew.z_score(60, 20).and_then(finite);
        self.quoted_skew.push(quoted.map(|quoted| quoted.skew));
        if let Some(z) = self.quoted_skew.z_score(60, 20).and_then(finite) {
            (signals.skew_z, signals.skew_quoted) = (Some(z), true);
        }
    }
}

fn true_range(bar: &Bar, previous_close: f64) -> f64 {
    let gap = math::greater((bar.high - previous_close).abs(), (bar.low - previous_close).abs());
    math::greater(bar.high - bar.low, gap)
}

/// The relative change over `n` days.
fn change(series: &Trailing, n: usize) -> Option<f64> {
    Some(series.ago(0)? / series.ago(n)? - 1.0)
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
