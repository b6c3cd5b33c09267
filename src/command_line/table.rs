use std::io::{self, Write};

/// Writes rows under a head, each column as wide as its widest cell.
pub(super) fn write<const N: usize>(
    out: &mut impl Write,
    head: [&str; N],
    rows: &[[String; N]],
) -> io::Result<()> {
    let mut widths = head.map(width);
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            widths[at] = widths[at].max(width(cell));
        }
    }
    for row in std::iter::once(head.map(str::to_owned)).chain(rows.iter().cloned()) {
        let mut line = String::new();
        for (at, cell) in row.iter().enumerate() {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', widths[at] - width(cell) + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// How many columns a terminal takes for `text`: Chinese characters are two wide.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if ('\u{1100}'..='\u{ffdc}').contains(&c) {
                2
            } else {
                1
            }
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut out = Vec::new();
        let rows = [
            ["网站".to_owned(), "1".to_owned()],
            ["a-longer-one".to_owned(), "22".to_owned()],
        ];
        write(&mut out, ["NAME", "SIZE"], &rows).expect("a vector takes all");
        let text = String::from_utf8(out).expect("text");
        assert_eq!(text, "NAME          SIZE\n网站          1\na-longer-one  22\n");
    }
}
