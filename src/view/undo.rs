//! Undo in snapshots. Changes of one control in quick succession are one step, and so is a whole
//! drag of a slider, however long the pointer pauses.

/// How long further changes of the same control belong to the step before, milliseconds.
const ONE_STEP: f64 = 400.0;
/// The most steps that are kept; the oldest is forgotten.
const DEEPEST: usize = 200;

/// The states before and after the present one.
///
/// ```
/// use rotation::view::undo::Undo;
/// let mut undo = Undo::default();
/// undo.record("10 %", 1, 0.0);
/// undo.record("1 %", 1, 300.0); // typed on: the same step
/// assert_eq!(undo.back("15 %"), Some("10 %"));
/// assert_eq!(undo.forth("10 %"), Some("15 %"));
/// assert_eq!(undo.forth("15 %"), None);
/// ```
#[derive(Clone, Debug)]
pub struct Undo<T> {
    past: Vec<T>,
    future: Vec<T>,
    /// Which control made the last step, and when it last changed something.
    last: Option<(u32, f64)>,
    /// Whether a slider is being dragged.
    is_dragging: bool,
}

impl<T> Default for Undo<T> {
    fn default() -> Self {
        Self { past: Vec::new(), future: Vec::new(), last: None, is_dragging: false }
    }
}

impl<T> Undo<T> {
    /// Notes the state `before` a change by a control at a time in milliseconds.
    pub fn record(&mut self, before: T, control: u32, time: f64) {
        let is_soon = |at| self.is_dragging || time - at < ONE_STEP;
        let goes_on = self.last.is_some_and(|(last, at)| last == control && is_soon(at));
        self.last = Some((control, time));
        self.future.clear();
        if goes_on {
            return;
        }
        self.past.push(before);
        if self.past.len() > DEEPEST {
            self.past.remove(0);
        }
    }

    /// Begins a drag: what the control changes until [`Undo::end_drag`] is one step of its own.
    pub fn begin_drag(&mut self) {
        self.is_dragging = true;
        self.last = None;
    }

    /// Ends a drag.
    pub fn end_drag(&mut self) {
        self.is_dragging = false;
    }

    /// The state one step before `now`.
    pub fn back(&mut self, now: T) -> Option<T> {
        let before = self.past.pop()?;
        self.future.push(now);
        self.last = None;
        Some(before)
    }

    /// The state that [`Undo::back`] left.
    pub fn forth(&mut self, now: T) -> Option<T> {
        let after = self.future.pop()?;
        self.past.push(now);
        self.last = None;
        Some(after)
    }

    /// Whether there are steps back and forth.
    #[must_use]
    pub fn reach(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.future.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_changes_of_one_control_are_one_undo_step() {
        let mut undo = Undo::default();
        undo.record("a", 1, 0.0);
        undo.record("b", 1, 399.0);
        undo.record("c", 1, 798.0);
        undo.record("d", 2, 800.0); // another control
        undo.record("e", 2, 1_200.0); // too late
        assert_eq!(undo.back("f"), Some("e"));
        assert_eq!(undo.back("e"), Some("d"));
        assert_eq!(undo.back("d"), Some("a"));
        assert_eq!(undo.back("a"), None);
        assert_eq!(undo.reach(), (false, true));
    }

    #[test]
    fn a_change_after_undo_clears_redo_and_is_a_new_step() {
        let mut undo = Undo::default();
        undo.record("a", 1, 0.0);
        assert_eq!(undo.back("b"), Some("a"));
        undo.record("a", 1, 100.0);
        assert_eq!(undo.reach(), (true, false));
        assert_eq!(undo.back("c"), Some("a"));
    }

    #[test]
    fn a_drag_is_one_undo_step_even_with_pauses() {
        let mut undo = Undo::default();
        undo.record("typed", 1, 0.0);
        undo.begin_drag();
        undo.record("a", 1, 100.0); // soon after typing, but a step of its own
        undo.record("b", 1, 5_000.0);
        undo.record("c", 1, 9_000.0);
        undo.end_drag();
        undo.record("d", 1, 10_000.0);
        assert_eq!(undo.back("e"), Some("d"));
        assert_eq!(undo.back("d"), Some("a"));
        assert_eq!(undo.back("a"), Some("typed"));
        undo.begin_drag();
        undo.record("f", 1, 20_000.0);
        undo.record("g", 2, 30_000.0); // another control, even while dragging
        assert_eq!(undo.back("h"), Some("g"));
    }

    #[test]
    fn the_oldest_undo_steps_are_dropped() {
        let mut undo = Undo::default();
        (0..DEEPEST as u32 + 5).for_each(|step| undo.record(step, step, 0.0));
        let mut oldest = None;
        while let Some(step) = undo.back(0) {
            oldest = Some(step);
        }
        assert_eq!(oldest, Some(5));
    }
}
