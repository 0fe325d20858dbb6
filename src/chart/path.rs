//! Path data in as few characters as exactness allows: relative moves in tenths of a pixel.
//!
//! Drawing runs on a grid ten times finer than the pixels, since the drawing library's coordinates
//! are integers; here they become decimals again.

/// Grid units per CSS pixel.
pub(super) const GRID: i32 = 10;

/// The data of one `<path>`, any number of strokes or closed shapes.
#[derive(Default)]
pub(super) struct PathData {
    data: String,
    /// The command the next number may follow without repeating it.
    command: char,
    /// The last number written has a decimal point, so another point can only start a new one.
    fraction: bool,
}

impl PathData {
    /// The data so far, leaving none.
    pub(super) fn take(&mut self) -> String {
        self.command = '\0';
        self.fraction = false;
        std::mem::take(&mut self.data)
    }

    /// A stroke through the points; those on a straight way between their neighbours are left out.
    /// A single point becomes a stroke of no length, which a round cap shows as a dot.
    pub(super) fn stroke(&mut self, points: impl IntoIterator<Item = (i32, i32)>) {
        let mut points = points.into_iter();
        let Some(start) = points.next() else { return };
        self.numbers('M', &[start.0, start.1]);
        let mut at = start;
        let mut pending: Option<(i32, i32)> = None;
        for point in points {
            match pending {
                None if point == at => {}
                Some(held) if point == held => {}
                Some(held) if !straight(at, held, point) => {
                    self.to(at, held);
                    at = held;
                    pending = Some(point);
                }
                _ => pending = Some(point),
            }
        }
        match pending {
            Some(last) => self.to(at, last),
            None => self.numbers('h', &[0]),
        }
    }

    /// A filled shape.
    pub(super) fn shape(&mut self, points: impl IntoIterator<Item = (i32, i32)>) {
        self.stroke(points);
        self.close();
    }

    /// A filled circle.
    pub(super) fn circle(&mut self, (x, y): (i32, i32), radius: i32) {
        self.numbers('M', &[x - radius, y]);
        for across in [2 * radius, -2 * radius] {
            self.numbers('a', &[radius, radius]);
            self.data.push_str(" 0 1 0");
            self.fraction = false;
            self.number(across, false);
            self.number(0, false);
        }
        self.close();
    }

    fn close(&mut self) {
        self.data.push('z');
        self.command = 'z';
    }

    fn to(&mut self, from: (i32, i32), to: (i32, i32)) {
        match (to.0 - from.0, to.1 - from.1) {
            (across, 0) => self.numbers('h', &[across]),
            (0, down) => self.numbers('v', &[down]),
            (across, down) => self.numbers('l', &[across, down]),
        }
    }

    fn numbers(&mut self, command: char, numbers: &[i32]) {
        let repeated = self.command == command && command != 'M';
        if !repeated {
            self.data.push(command);
            self.command = command;
        }
        for (position, &number) in numbers.iter().enumerate() {
            self.number(number, position == 0 && !repeated);
        }
    }

    fn number(&mut self, number: i32, first: bool) {
        let (whole, tenth) = (number.unsigned_abs() / 10, number.unsigned_abs() % 10);
        let starts_with_point = whole == 0 && tenth != 0;
        if !first && number >= 0 && !(starts_with_point && self.fraction) {
            self.data.push(' ');
        }
        decimal(number, &mut self.data);
        self.fraction = tenth != 0;
    }
}

/// Appends grid units as pixels: 5 is `.5`, -12 is `-1.2`, 30 is `3`.
pub(super) fn decimal(number: i32, out: &mut String) {
    let (whole, tenth) = (number.unsigned_abs() / 10, number.unsigned_abs() % 10);
    if number < 0 {
        out.push('-');
    }
    if whole != 0 || tenth == 0 {
        out.push_str(&whole.to_string());
    }
    if tenth != 0 {
        out.push('.');
        out.push(char::from(b'0' + tenth as u8));
    }
}

/// Whether `middle` lies on the way from `from` to `to` without turning back.
fn straight(from: (i32, i32), middle: (i32, i32), to: (i32, i32)) -> bool {
    let first = (i64::from(middle.0 - from.0), i64::from(middle.1 - from.1));
    let second = (i64::from(to.0 - middle.0), i64::from(to.1 - middle.1));
    first.0 * second.1 == first.1 * second.0 && first.0 * second.0 + first.1 * second.1 >= 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(points: &[(i32, i32)], expected: &str) {
        let mut path = PathData::default();
        path.stroke(points.iter().copied());
        assert_eq!(path.take(), expected);
    }

    #[test]
    fn path_data_is_short_and_exact() {
        check(&[], "");
        check(&[(540, 1432), (546, 1404), (553, 1406)], "M54 143.2l.6-2.8.7.2");
        check(&[(0, 0), (10, 0), (10, 25)], "M0 0h1v2.5");
        check(&[(0, 0), (11, 20), (21, 10)], "M0 0l1.1 2 1-1");
    }

    #[test]
    fn collinear_segments_merge_unless_they_reverse() {
        check(&[(0, 0), (10, 10), (20, 20), (40, 40)], "M0 0l4 4");
        check(&[(0, 0), (0, 50), (0, 20)], "M0 0v5-3");
        check(&[(0, 0), (0, 0), (10, 0), (10, 0), (20, 0)], "M0 0h2");
    }

    #[test]
    fn a_single_point_is_a_dot() {
        check(&[(15, -5)], "M1.5-.5h0");
        check(&[(15, -5), (15, -5)], "M1.5-.5h0");
    }

    #[test]
    fn several_shapes_share_one_path() {
        let mut path = PathData::default();
        path.shape([(0, 0), (10, 0), (10, 10)]);
        path.circle((50, 50), 20);
        assert_eq!(path.take(), "M0 0h1v1zM3 5a2 2 0 1 0 4 0 2 2 0 1 0-4 0z");
        assert_eq!(path.take(), "");
    }
}
