//! Splits: contracts and shares are exchanged for so many each, and nothing is gained.

use crate::ledger::{Account, Cause};
use crate::market::Split;
use crate::profile::Profile;
use crate::trade::Position;
use crate::units::{Contracts, Money, Price, Strike};

use super::super::report::{HedgeRecord, Moment, Reason, Rotation, RotationKind, ShareCause};
use super::Book;

impl Book<'_> {
    /// Splits what is held on the morning of a split. What was paid for it stays; marks are divided
    /// to the millionth of a dollar, and what that rounds is booked as any change of a mark.
    pub(in super::super) fn split(&mut self, split: &Split) {
        let Split { date, ratio } = *split;
        for profile in Profile::ALL {
            let Some(position) = &mut self.positions[profile.index()] else { continue };
            let before = position.unrealised();
            split_position(position, ratio);
            let change = position.unrealised() - before;
            let weight = position.allocation;
            self.revalue(profile, date, change);
            self.log.rotations.push(Rotation {
                date,
                profile,
                kind: RotationKind::Split,
                old_allocation: weight,
                new_allocation: weight,
                realised: Money::ZERO,
                entry_cost: Money::ZERO,
                reason: Reason::Split { ratio },
            });
        }
        self.split_shares(split);
    }

    fn split_shares(&mut self, split: &Split) {
        let Split { date, ratio } = *split;
        let before = self.share_mark;
        let mark = divided(before, ratio);
        self.share_mark = mark;
        for shares in &mut self.delivered {
            *shares *= i64::from(ratio);
        }
        for holder in 0..Account::HOLDERS as u8 {
            let holding = &mut self.holdings[usize::from(holder)];
            let old = holding.unrealised(before);
            let shares = holding.split(ratio);
            let (held, change) = (holding.shares(), holding.unrealised(mark) - old);
            if shares == 0 {
                continue;
            }
            if self.futures {
                let gain = self.holdings[usize::from(holder)].settle(mark);
                let income = Account::ShareRealised(holder);
                self.journal.post(date, Cause::Variation, Account::Cash, income, gain);
                self.counted.closed += gain;
                self.counted.cash_flow += gain;
            } else {
                let (debit, credit) =
                    (Account::ShareRevaluation(holder), Account::ShareUnrealised(holder));
                self.journal.post(date, Cause::Mark, debit, credit, change);
            }
            self.log.hedges.push(HedgeRecord {
                date,
                moment: Moment::Open,
                profile: Profile::ALL.get(usize::from(holder)).copied(),
                cause: ShareCause::Split,
                shares,
                held,
                mid: Price::ZERO,
                price: Price::ZERO,
                fees: Money::ZERO,
            });
        }
    }
}

fn split_position(position: &mut Position, ratio: u32) {
    let times = |contracts: Contracts| contracts * i64::from(ratio);
    position.units = times(position.units);
    position.ordered = times(position.ordered);
    for leg in &mut position.legs {
        leg.contracts = times(leg.contracts);
        leg.contract.strike = divided_strike(leg.contract.strike, ratio);
        leg.mark = divided(leg.mark, ratio);
        leg.greeks.gamma *= f64::from(ratio);
        leg.greeks.theta /= f64::from(ratio);
        leg.greeks.vega /= f64::from(ratio);
    }
}

/// A price for one share of the new ones.
fn divided(price: Price, ratio: u32) -> Price {
    Price::micros(rounded(price.as_micros(), i64::from(ratio)))
}

/// The strike after a split: to the nearest cent, as the Options Clearing Corporation rounds it.
fn divided_strike(strike: Strike, ratio: u32) -> Strike {
    const CENT: i64 = 10; // thousandths
    Strike::thousandths(rounded(strike.as_thousandths(), CENT * i64::from(ratio)) * CENT)
}

/// A quotient to the nearest whole number; none here is negative.
const fn rounded(number: i64, by: i64) -> i64 {
    (2 * number + by) / (2 * by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strikes_are_rounded_to_the_cent_and_marks_to_the_millionth() {
        let strike = |thousandths, ratio| {
            divided_strike(Strike::thousandths(thousandths), ratio).as_thousandths()
        };
        assert_eq!(strike(1_840_000, 4), 460_000);
        assert_eq!(strike(427_500, 4), 106_880); // 106.875
        assert_eq!(strike(100_000, 3), 33_330);
        assert_eq!(strike(1_237_500, 10), 123_750);
        assert_eq!(divided(Price::micros(10_000_000), 3), Price::micros(3_333_333));
        assert_eq!(divided(Price::micros(5), 2), Price::micros(3));
        assert_eq!(divided(Price::ZERO, 7), Price::ZERO);
    }
}
