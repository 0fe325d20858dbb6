//! How often what the profiles trade had a listed expiry.

use crate::profile::{PerProfile, Playbook, Profile};
use crate::regime::Regime;
use crate::trade::calendar::Listed;

use super::super::report::Day;

/// For each profile the share of the decided days on which an expiry within the rule of every leg
/// was listed: of the structure of the day's regime, or where it trades nothing in that regime of
/// the first it trades in any. `None` where nothing was decided or the profile trades nothing.
pub(super) fn listed_days(
    days: &[Day],
    playbook: &Playbook,
    listed: &Listed,
) -> PerProfile<Option<f64>> {
    Profile::ALL.map(|profile| {
        let other = Regime::ALL.iter().find_map(|regime| playbook.chosen(profile, *regime))?;
        let (mut decided, mut found) = (0_u32, 0_u32);
        for day in days {
            let (Some(regime), Some(_)) = (day.regime, &day.decision) else { continue };
            let legs = &playbook.structure(playbook.chosen(profile, regime).unwrap_or(other)).legs;
            // Legs mostly have one rule.
            let is_new = |at: usize| at == 0 || legs[at].expiry != legs[at - 1].expiry;
            let mut rules = (0..legs.len()).filter(|at| is_new(*at)).map(|at| &legs[at].expiry);
            decided += 1;
            found += u32::from(rules.all(|rule| listed.has(day.date, rule)));
        }
        (decided > 0).then(|| f64::from(found) / f64::from(decided))
    })
}
