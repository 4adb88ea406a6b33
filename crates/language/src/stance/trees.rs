//! Small decision trees over the cues, whose leaves add up.

/// An inner node: below its bound to the left, else to the right.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Node {
    /// The place of the cue among the model's cues.
    pub cue: u16,
    /// The bound.
    pub bound: f32,
}

/// A tree of even depth for one class: nodes in rows from the top, then the leaves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// One, two, four … nodes.
    pub nodes: Vec<Node>,
    /// One leaf more than nodes.
    pub leaves: Vec<f32>,
}

impl Tree {
    /// What the tree adds for these cues.
    #[must_use]
    pub fn value(&self, cues: &[f32]) -> f32 {
        let mut at = 0;
        while let Some(node) = self.nodes.get(at) {
            let cue = cues.get(node.cue as usize).copied().unwrap_or(0.0);
            at = 2 * at + if cue < node.bound { 1 } else { 2 };
        }
        let leaf = self.leaves.get(at.saturating_sub(self.nodes.len()));
        leaf.copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falls_to_its_leaf() {
        let node = |cue, bound| Node { cue, bound };
        let tree = Tree {
            nodes: vec![node(0, 1.0), node(1, 2.0), node(1, 5.0)],
            leaves: vec![1.0, 2.0, 3.0, 4.0],
        };
        assert_eq!(tree.value(&[0.0, 0.0]), 1.0);
        assert_eq!(tree.value(&[0.0, 2.0]), 2.0);
        assert_eq!(tree.value(&[1.0, 4.0]), 3.0);
        assert_eq!(tree.value(&[1.0, 5.0]), 4.0);
        assert_eq!(tree.value(&[]), 1.0, "what a post lacks counts nothing");
        assert_eq!(Tree::default().value(&[1.0]), 0.0);
    }
}
