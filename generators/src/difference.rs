//! The difference between two texts, line by line, for showing.

use serde::{Deserialize, Serialize};

/// What happens to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum LineChange {
    /// It stays.
    Same,
    /// It goes.
    Removed,
    /// It comes.
    Added,
}

/// One line of a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DiffLine {
    /// What happens to it.
    pub change: LineChange,
    /// Its number in the text before, from 1; none for an added line.
    pub before: Option<u32>,
    /// Its number in the text after, from 1; none for a removed line.
    pub after: Option<u32>,
    /// Without the line break.
    pub text: String,
}

/// The lines of both texts in one list. An absent text has no lines.
pub fn diff(before: &str, after: &str) -> Vec<DiffLine> {
    let number = |index: Option<usize>| index.and_then(|index| u32::try_from(index + 1).ok());
    let difference = similar::TextDiff::from_lines(before, after);
    difference
        .iter_all_changes()
        .map(|change| DiffLine {
            change: match change.tag() {
                similar::ChangeTag::Equal => LineChange::Same,
                similar::ChangeTag::Delete => LineChange::Removed,
                similar::ChangeTag::Insert => LineChange::Added,
            },
            before: number(change.old_index()),
            after: number(change.new_index()),
            text: change.value().trim_end_matches(['\n', '\r']).to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_stay_go_and_come() {
        let lines = diff("a\nb\n", "a\nc\n");
        let said: Vec<_> = lines.iter().map(|line| (line.change, line.text.as_str())).collect();
        assert_eq!(said, [(LineChange::Same, "a"), (LineChange::Removed, "b"), (LineChange::Added, "c")]);
        assert_eq!((lines[2].before, lines[2].after), (None, Some(2)));
    }
}
