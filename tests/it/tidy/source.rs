//! A source file as the rules of the house see it: its code without comments and literals, its
//! place in the package, its functions.

/// One file, by its path from the root of the package.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
    /// The text with comments and the contents of literals blanked, line for line.
    pub(crate) code: String,
    /// Whether the file is compiled for tests only.
    pub(crate) test: bool,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let test = path.starts_with("tests/");
        Self { path: path.to_owned(), text: text.to_owned(), code: blank(text), test }
    }

    /// The top module the file belongs to; `None` for `lib.rs` and everything outside the library.
    pub(crate) fn layer(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        let layer = inside.split('/').next()?.trim_end_matches(".rs");
        (!matches!(layer, "lib" | "bin")).then_some(layer)
    }

    /// The files that this one declares, and whether for tests only.
    pub(crate) fn declared(&self) -> Vec<(String, bool)> {
        let (folder, name) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        let inside = if self.is_root() {
            folder.to_owned()
        } else {
            format!("{folder}/{}", name.trim_end_matches(".rs"))
        };
        let mut found = Vec::new();
        let mut test = false;
        for (line, code) in self.text.lines().zip(self.code.lines()) {
            test |= line.trim() == "#[cfg(test)]";
            // A module with a path of its own lies where the path says.
            let path = line.trim().strip_prefix("#[path = \"").and_then(|l| l.strip_suffix("\"]"));
            found.extend(path.map(|path| (format!("{folder}/{path}"), test)));
            let module = code.trim().strip_suffix(';').and_then(|line| line.rsplit_once("mod "));
            if let Some((visible, name)) = module
                && (visible.is_empty() || visible.starts_with("pub"))
            {
                found.push((format!("{inside}/{name}.rs"), test));
            }
            test &= line.trim().starts_with("#[");
        }
        found
    }

    /// Whether the file is the root of a crate.
    pub(crate) fn is_root(&self) -> bool {
        let (folder, name) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        matches!(name, "lib.rs" | "main.rs") || folder.ends_with("/bin")
    }

    /// Where the unit tests begin, which stand at the end; lines are counted from 0.
    pub(crate) fn tests_begin(&self) -> usize {
        let lines: Vec<&str> = self.code.lines().collect();
        let begins = |pair: &[&str]| pair[0] == "#[cfg(test)]" && pair[1].ends_with('{');
        let found = lines.windows(2).position(begins).unwrap_or(lines.len());
        if self.test { 0 } else { found }
    }

    /// How many modules lie between the root of the crate and what the file holds.
    pub(crate) fn depth(&self) -> usize {
        self.path.trim_start_matches("src/").split('/').count()
    }

    /// The lines before the unit tests, numbered from 1.
    pub(crate) fn lines_before_tests(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.code.lines().take(self.tests_begin()).enumerate();
        lines.map(|(index, line)| (index + 1, line))
    }

    /// Every path from the root of the crate that the code names: its first segment, with the line.
    pub(crate) fn paths_from_root(&self) -> Vec<(usize, String)> {
        let mut paths = Vec::new();
        for (number, line) in self.code.lines().enumerate() {
            for (start, _) in line.match_indices("crate::") {
                let rest = self.rest_from(number, start + "crate::".len());
                paths.extend(first_segments(&rest).into_iter().map(|name| (number + 1, name)));
            }
            for start in starts_of_super(line) {
                let chain = &line[start..];
                let climbs = chain.split("::").take_while(|part| *part == "super").count();
                if climbs == self.depth() {
                    let rest = self.rest_from(number, start + "super::".len() * climbs);
                    paths.extend(first_segments(&rest).into_iter().map(|name| (number + 1, name)));
                }
            }
        }
        paths
    }

    fn rest_from(&self, line: usize, column: usize) -> String {
        let mut lines = self.code.lines().skip(line);
        let first = &lines.next().unwrap_or("")[column..];
        let more: Vec<&str> = lines.take(20).collect();
        format!("{first}\n{}", more.join("\n"))
    }

    /// The line and length of every function with a body, as formatted by rustfmt: a body ends at
    /// the first closing brace as far in as its `fn`.
    pub(crate) fn functions(&self) -> Vec<(usize, usize)> {
        let lines: Vec<&str> = self.code.lines().collect();
        let mut found = Vec::new();
        for (start, line) in lines.iter().enumerate() {
            let indent = line.len() - line.trim_start().len();
            if !begins_function(line.trim_start()) || line.ends_with([';', '}']) {
                continue;
            }
            let as_far_in = |line: &&str| line.len() - line.trim_start().len() == indent;
            let end = lines[start + 1..].iter().position(|line| {
                as_far_in(line) && (line.trim_start().starts_with('}') || line.ends_with(';'))
            });
            if let Some(end) = end
                && lines[start + 1 + end].trim_start().starts_with('}')
            {
                found.push((start + 1, end + 2));
            }
        }
        found
    }
}

fn begins_function(line: &str) -> bool {
    let mut words = line.split_whitespace();
    words.find(|word| !is_qualifier(word)).is_some_and(|word| word == "fn")
}

fn is_qualifier(word: &str) -> bool {
    word.starts_with("pub") || matches!(word, "const" | "async" | "super)" | "crate)") || {
        word.starts_with("super::super")
    }
}

/// Where a path of `super` begins that no other path leads to.
fn starts_of_super(line: &str) -> Vec<usize> {
    let begins =
        |at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == ':' || c == '_');
    line.match_indices("super::").map(|(at, _)| at).filter(|at| begins(*at)).collect()
}

/// `a::b` names `a`; `{a::b, c}` names `a` and `c`.
fn first_segments(rest: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(group) = rest.trim_start().strip_prefix('{') else {
        return vec![word(rest)];
    };
    let mut depth = 0;
    let mut names = vec![word(group)];
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(word(&group[at + 1..])),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The text with comments and the contents of literals made spaces; lines stay where they are.
pub(crate) fn blank(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = literal_or_comment(&chars, at);
        if end == at {
            code.push(chars[at]);
            at += 1;
        } else {
            code.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    code.lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

/// How wide a line is without the contents of its literals.
pub(crate) fn width_of_code(line: &str, code: &str) -> usize {
    let comment = line.trim_start().starts_with("//");
    if comment { line.chars().count() } else { code.split_whitespace().map(str::len).sum() }
}

/// Where the literal or comment that begins at `at` ends; `at` itself if none does.
fn literal_or_comment(chars: &[char], at: usize) -> usize {
    let next = |ahead: usize| chars.get(at + ahead).copied().unwrap_or(' ');
    let find = |from: usize, pattern: &str| -> usize {
        let pattern: Vec<char> = pattern.chars().collect();
        let rest = chars.get(from..).unwrap_or(&[]);
        let found = rest.windows(pattern.len()).position(|window| window == pattern);
        found.map_or(chars.len(), |found| from + found)
    };
    match (chars[at], next(1)) {
        ('/', '/') => find(at, "\n"),
        ('/', '*') => (find(at, "*/") + 2).min(chars.len()),
        ('r', '"') | ('r', '#')
            if !at.checked_sub(1).is_some_and(|i| chars[i].is_alphanumeric()) =>
        {
            let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
            if next(1 + hashes) != '"' {
                return at;
            }
            let close = format!("\"{}", "#".repeat(hashes));
            (find(at + 2 + hashes, &close) + 1 + hashes).min(chars.len())
        }
        ('"', _) => closing(chars, at, '"'),
        ('\'', '\\') => closing(chars, at, '\''),
        ('\'', _) if next(2) == '\'' => at + 3,
        _ => at,
    }
}

/// Behind the next `quote` that no backslash guards.
fn closing(chars: &[char], open: usize, quote: char) -> usize {
    let mut at = open + 1;
    while at < chars.len() && chars[at] != quote {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}
