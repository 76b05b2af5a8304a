//! Who knows whom: the paths of the source, read from its syntax trees.

use super::sources;
use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use syn::visit::{self, Visit};

/// One room refers to another: where, by the file that does.
pub type Edges = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// Every path of the source, from the module it stands in to what it names.
pub struct Paths(Vec<(Vec<String>, Vec<String>)>);

impl Paths {
    /// The paths of all of `src`, unit tests left out.
    pub fn of_source() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut paths = Self(Vec::new());
        for (path, text) in sources("src") {
            let inside = path.strip_prefix(&root).unwrap().with_extension("");
            let module: Vec<String> = inside
                .iter()
                .map(|part| part.to_str().unwrap().to_owned())
                .collect();
            if module.iter().any(|name| name == "tests") || module == ["main"] {
                continue;
            }
            paths.read(if module == ["lib"] { &[] } else { &module }, &text);
        }
        paths
    }

    /// Adds the paths of one file.
    pub fn read(&mut self, module: &[String], text: &str) {
        let mut reader = Reader {
            module: module.to_vec(),
            found: &mut self.0,
        };
        reader.visit_file(&syn::parse_file(text).unwrap());
    }

    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// Which rooms right under this module know which others. What stands in the module's own file
    /// is no room.
    pub fn between(&self, under: &[&str]) -> Edges {
        let below = |path: &[String]| {
            let inside = path.len() > under.len() && path.iter().zip(under).all(|(a, b)| a == b);
            inside.then(|| path[under.len()].clone())
        };
        let rooms: BTreeSet<String> = self.0.iter().filter_map(|(from, _)| below(from)).collect();
        let mut edges = Edges::new();
        for (from, to) in &self.0 {
            let (Some(one), Some(other)) = (below(from), below(to)) else {
                continue;
            };
            if one != other && rooms.contains(&other) {
                let at = edges.entry(one).or_default().entry(other).or_default();
                at.insert(format!("{} -> {}", from.join("/"), to.join("::")));
            }
        }
        edges
    }
}

/// The circles: rooms that all lead to each other.
pub fn circles(edges: &Edges) -> Vec<BTreeSet<String>> {
    let reach = |from: &String| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(room) = next.pop() {
            for other in edges.get(&room).into_iter().flat_map(BTreeMap::keys) {
                if seen.insert(other.clone()) {
                    next.push(other.clone());
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&String, BTreeSet<String>> =
        edges.keys().map(|room| (room, reach(room))).collect();
    let mut circles: Vec<BTreeSet<String>> = Vec::new();
    for (room, all) in &reached {
        if all.contains(*room) && circles.iter().all(|circle| !circle.contains(*room)) {
            let back = |other: &&String| reached.get(other).is_some_and(|all| all.contains(*room));
            circles.push(all.iter().filter(back).cloned().collect());
        }
    }
    circles
}

struct Reader<'a> {
    module: Vec<String>,
    found: &'a mut Vec<(Vec<String>, Vec<String>)>,
}

impl Reader<'_> {
    /// Takes in a path that begins with `crate`, `self` or `super`.
    fn add(&mut self, path: &[String]) {
        let mut names = path.iter().map(String::as_str).peekable();
        let mut whole = match names.peek() {
            Some(&"crate") => Vec::new(),
            Some(&("self" | "super")) => self.module.clone(),
            _ => return,
        };
        for name in names {
            match name {
                "crate" | "self" => {}
                "super" => {
                    whole.pop();
                }
                name => whole.push(name.to_owned()),
            }
        }
        self.found.push((self.module.clone(), whole));
    }

    fn tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.tree(&with(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.add(&with(&name.ident)),
            syn::UseTree::Rename(name) => self.add(&with(&name.ident)),
            syn::UseTree::Glob(_) => self.add(before),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.tree(before, tree);
                }
            }
        }
    }

    /// Paths in the arguments of a macro, which may be anything.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 2;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.add(&std::mem::take(&mut path));
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' && !path.is_empty() => colons += 1,
                TokenTree::Group(group) => {
                    self.add(&std::mem::take(&mut path));
                    colons = 2;
                    self.tokens(group.stream());
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {
                    self.add(&std::mem::take(&mut path));
                    colons = 2;
                }
            }
        }
        self.add(&path);
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_use(&mut self, node: &'ast syn::ItemUse) {
        self.tree(&[], &node.tree);
    }

    fn visit_path(&mut self, node: &'ast syn::Path) {
        let names = node.segments.iter().map(|part| part.ident.to_string());
        self.add(&names.collect::<Vec<String>>());
        visit::visit_path(self, node);
    }

    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        self.tokens(node.tokens.clone());
        visit::visit_macro(self, node);
    }

    /// Unit tests know what they like.
    fn visit_item_mod(&mut self, node: &'ast syn::ItemMod) {
        if node.ident != "tests" && node.content.is_some() {
            self.module.push(node.ident.to_string());
            visit::visit_item_mod(self, node);
            self.module.pop();
        }
    }
}
