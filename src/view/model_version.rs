//! What is said of a scenario that was made for an earlier version of the model.

/// The words of the button that swaps in today's choices.
pub const ADOPT: &str = "Use today’s choices";

/// What differs for a scenario of version 1; `removed` are fields of it that no longer exist.
///
/// ```
/// use rotation::view::model_version::message;
/// assert!(message(&[]).ends_with("not comparable with these."));
/// assert!(message(&["smile factor"]).ends_with("No longer in use: smile factor."));
/// ```
#[must_use]
pub fn message(removed: &[&str]) -> String {
    let gone = match removed.is_empty() {
        true => String::new(),
        false => format!(" No longer in use: {}.", removed.join(", ")),
    };
    format!(
        "This scenario was made for model version 1 and keeps the choices it had: opens, expiries, \
         spreads, structures, skew and the basis of exits. The market model, margin and rotation \
         are today’s, so figures from then are not comparable with these.{gone}"
    )
}
