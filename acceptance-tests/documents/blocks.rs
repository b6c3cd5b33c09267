//! The blocks of code in a document.

/// A block of code, as it stands between its fences.
pub(super) struct Block {
    pub(super) language: String,
    pub(super) text: String,
}

impl Block {
    /// The file that the block is, if its first line is a comment with nothing but a name: `# main.tf`.
    pub(super) fn file(&self) -> Option<&str> {
        let name = self.text.lines().next()?.strip_prefix("# ")?;
        let is_name = name.contains('.') && !name.ends_with('.') && !name.contains(char::is_whitespace);
        is_name.then_some(name)
    }

    /// Whether the block gets or builds this project, which other tests do.
    pub(super) fn builds(&self) -> bool {
        let builds = |line: &str| {
            ["make ", "git clone ", "cd "]
                .iter()
                .any(|word| line.starts_with(word))
        };
        self.language == "sh" && self.text.lines().all(builds)
    }
}

/// All blocks of a document, in order.
pub(super) fn of(document: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            let inside = lines.by_ref().take_while(|line| line.trim_start() != "```");
            blocks.push(Block {
                language: language.to_owned(),
                text: inside.flat_map(|line| [line, "\n"]).collect(),
            });
        }
    }
    blocks
}
