//! The page's stylesheet colours drawings as the library says.

use rotation::chart::theme;

#[test]
fn the_stylesheet_has_every_rule_of_a_drawing() {
    let style = include_str!("../../www/style.css");
    for rule in theme::rules_css().lines() {
        assert!(style.lines().any(|line| line == rule), "www/style.css lacks: {rule}");
    }
}

#[test]
fn the_stylesheet_has_the_colours_of_the_library() {
    let style = include_str!("../../www/style.css");
    for (name, light, dark) in theme::TOKENS {
        let short = |color: &str| color.replace("#ffffff", "#fff");
        let value = match light == dark {
            true => short(light),
            false => format!("light-dark({}, {})", short(light), short(dark)),
        };
        let declared = format!("--{name}: {value};");
        assert!(style.contains(&declared), "www/style.css lacks: {declared}");
    }
}
