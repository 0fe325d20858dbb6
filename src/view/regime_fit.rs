//! The grid of how well each profile fits each regime, ready to show.

use crate::engine::Scenario;
use crate::engine::fields::{FIELDS, Field, FieldGroup};
use crate::profile::{Playbook, Profile, StructureChoices};
use crate::regime::Regime;

use super::changes::element_id;
use super::form::{Control, Form};
use super::words::capital;

/// Rows and columns: regimes and profiles.
const SIDE: usize = 6;

/// One cell of the grid.
#[derive(Clone, Debug, PartialEq)]
pub struct FitCell {
    /// The text in the cell, as typed.
    pub text: String,
    /// The value that is run, 0 to 1, for the tint.
    pub value: String,
    /// Whether it differs from the reference.
    pub is_changed: bool,
    /// Whether the text is no valid value.
    pub is_wrong: bool,
    /// The label of the cell, and its reference value.
    pub title: String,
}

/// The fields of the grid, row by row: a regime with its profiles.
pub fn fields() -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(|field| field.group == FieldGroup::Compatibility)
}

impl FitCell {
    /// The cell of a field; `has_structure` is whether the profile trades anything in the regime.
    #[must_use]
    pub fn new(
        form: &Form,
        reference: &Scenario,
        field: &'static Field,
        has_structure: bool,
    ) -> Self {
        let control = Control::Number(field.code);
        let now = field.get(&form.scenario).unwrap_or_default();
        let was = control.show(reference);
        let is_wrong = form.error(control).is_some();
        let is_changed = control.show(&form.scenario) != was;
        let mut title = match is_changed || is_wrong {
            true => format!("{}: was {was} (Delete resets)", field.label),
            false => format!("{}: 0 to 1", field.label),
        };
        if !has_structure {
            title.push_str("; no structure for this regime");
        }
        let text = form.text(control);
        Self { text, value: now.to_string(), is_changed, is_wrong, title }
    }
}

/// The error of the grid as a sentence: the first cell whose text is invalid. One line for
/// all cells, since a cell has no room.
#[must_use]
pub fn error(form: &Form) -> String {
    let error = fields().find_map(|field| form.error(Control::Number(field.code)));
    error.map(|error| capital(&error.to_string())).unwrap_or_default()
}

/// The cells with a weight above zero whose profile has no structure in the regime, in order.
#[must_use]
pub fn cells_without_structure(scenario: &Scenario) -> Vec<usize> {
    let playbook = Playbook::new(&scenario.structures);
    let fits = &scenario.allocation.compatibility.0;
    let lacks = |cell: &usize| {
        let (regime, profile) = (Regime::ALL[cell / SIDE], Profile::ALL[cell % SIDE]);
        fits[cell / SIDE][cell % SIDE] > 0.0 && playbook.chosen(profile, regime).is_none()
    };
    (0..SIDE * SIDE).filter(lacks).collect()
}

/// What the grid says of cells without a structure; nothing if there are none.
///
/// ```
/// use rotation::view::regime_fit::without_structure;
/// assert_eq!(
///     without_structure(&[1, 13]),
///     "No structure for this regime: SDG in Trend up, SDG in Compression. That weight is not \
///      invested."
/// );
/// assert_eq!(without_structure(&[]), "");
/// ```
#[must_use]
pub fn without_structure(cells: &[usize]) -> String {
    let name = |cell: &usize| {
        format!("{} in {}", Profile::ALL[cell % SIDE].code(), Regime::ALL[cell / SIDE].name())
    };
    let names: Vec<String> = cells.iter().map(name).collect();
    match names.is_empty() {
        true => String::new(),
        false => format!(
            "No structure for this regime: {}. That weight is not invested.",
            names.join(", ")
        ),
    }
}

/// The regimes in which a profile trades nothing, in words; nothing if it trades in all.
#[must_use]
pub fn regimes_without_structure(structures: &StructureChoices, profile: Profile) -> String {
    let playbook = Playbook::new(structures);
    let lacks = |regime: &Regime| playbook.chosen(profile, *regime).is_none();
    let names: Vec<&str> = Regime::ALL.into_iter().filter(lacks).map(Regime::name).collect();
    match names.is_empty() {
        true => String::new(),
        false => format!("No structure for these regimes: {}.", names.join(", ")),
    }
}

/// Where a key leads in the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GridKey {
    /// To another cell, or to the same at an edge.
    Move(usize),
    /// Resets the cell.
    Reset,
}

/// What a key does in a cell; `None` for one that types.
#[must_use]
pub fn key(key: &str, cell: usize) -> Option<GridKey> {
    let (row, column) = (cell / SIDE, cell % SIDE);
    Some(GridKey::Move(match key {
        "ArrowUp" if row > 0 => cell - SIDE,
        "ArrowDown" | "Enter" if row + 1 < SIDE => cell + SIDE,
        "ArrowLeft" if column > 0 => cell - 1,
        "ArrowRight" if column + 1 < SIDE => cell + 1,
        "ArrowUp" | "ArrowDown" | "Enter" | "ArrowLeft" | "ArrowRight" => cell,
        "Delete" => return Some(GridKey::Reset),
        _ => return None,
    }))
}

/// The `id` of the input of a field in the grid.
#[must_use]
pub fn input_id(field: &Field) -> String {
    element_id(Control::Number(field.code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::structure_form::{self, StructureEdit};

    fn cell(form: &Form, at: usize) -> FitCell {
        let has_structure = !cells_without_structure(&form.scenario).contains(&at);
        let field = fields().nth(at).unwrap();
        FitCell::new(form, &Scenario::default(), field, has_structure)
    }

    #[test]
    fn a_weight_without_a_structure_is_noted_at_its_cell() {
        let mut form = Form::default();
        assert!(cells_without_structure(&form.scenario).is_empty());
        form.enter(Control::Number(101), "1", None); // Trend up, SDG
        assert_eq!(cells_without_structure(&form.scenario), [1]);
        assert_eq!(
            cell(&form, 1).title,
            "Trend up, SDG: was 0 (Delete resets); no structure for this regime"
        );
        assert_eq!(cell(&form, 0).title, "Trend up, LDG: 0 to 1");
        // A structure for that regime ends it.
        let scenario = &mut form.scenario;
        structure_form::change(scenario, Profile::ShortGamma, 0, StructureEdit::AddStructure)
            .unwrap();
        assert!(cells_without_structure(scenario).is_empty());
    }

    #[test]
    fn a_profile_says_where_it_trades_nothing() {
        let note = |profile| regimes_without_structure(&StructureChoices::default(), profile);
        assert_eq!(
            note(Profile::ShortGamma),
            "No structure for these regimes: Trend up, Compression."
        );
        assert_eq!(note(Profile::LongGamma), "");
    }

    #[test]
    fn an_invalid_cell_shows_its_error_and_keeps_its_tint() {
        let mut form = Form::default();
        form.enter(Control::Number(100), "7", None);
        let shown = cell(&form, 0);
        assert!(shown.is_wrong && !shown.is_changed);
        assert_eq!((shown.text.as_str(), shown.value.as_str()), ("7", "1"));
        assert!(error(&form).starts_with("Trend up, LDG: expected 0 to 1, found 7"));
    }

    #[test]
    fn keys_move_within_the_grid() {
        let check = |name, cell, expected| assert_eq!(key(name, cell), expected, "{name} {cell}");
        check("ArrowRight", 0, Some(GridKey::Move(1)));
        check("ArrowRight", 5, Some(GridKey::Move(5)));
        check("ArrowDown", 30, Some(GridKey::Move(30)));
        check("Enter", 0, Some(GridKey::Move(6)));
        check("ArrowUp", 7, Some(GridKey::Move(1)));
        check("Delete", 7, Some(GridKey::Reset));
        check("5", 7, None);
    }
}
