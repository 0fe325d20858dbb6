//! What is typed in controls, by control: a handful of texts, kept in order.

use super::form::{Control, ControlText};

/// At most one text per control, in the order of the controls.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entries(Vec<(Control, ControlText)>);

impl Entries {
    /// The text of a control.
    #[must_use]
    pub fn get(&self, control: Control) -> Option<&ControlText> {
        self.place(control).ok().map(|place| &self.0[place].1)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, control: Control) -> Option<&mut ControlText> {
        self.place(control).ok().map(|place| &mut self.0[place].1)
    }

    /// Puts a text in place of the control's.
    pub fn insert(&mut self, control: Control, entry: ControlText) {
        match self.place(control) {
            Ok(place) => self.0[place].1 = entry,
            Err(place) => self.0.insert(place, (control, entry)),
        }
    }

    /// Keeps the texts of which `keep` is true.
    pub fn retain(&mut self, keep: impl Fn(Control, &ControlText) -> bool) {
        self.0.retain(|(control, entry)| keep(*control, entry));
    }

    /// Every control and its text.
    pub fn iter(&self) -> impl Iterator<Item = (Control, &ControlText)> {
        self.0.iter().map(|(control, entry)| (*control, entry))
    }

    /// The same, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (Control, &mut ControlText)> {
        self.0.iter_mut().map(|(control, entry)| (*control, entry))
    }

    fn place(&self, control: Control) -> Result<usize, usize> {
        self.0.binary_search_by_key(&control, |(other, _)| *other)
    }
}
