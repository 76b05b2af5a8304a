//! Where the source says texts: read from its syntax tree, inside macros too.

use crate::layers::sources;
use std::collections::{BTreeMap, BTreeSet};
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, Ident, Lit, LitStr, Macro, Token};

/// What the source says.
#[derive(Default)]
pub struct Uses {
    /// Texts that are said by their paths, with the names of the arguments of each use.
    pub paths: BTreeMap<String, BTreeSet<BTreeSet<String>>>,
    /// Groups in which a value's text is looked up, with all arguments that any use gives.
    pub groups: BTreeMap<String, BTreeSet<String>>,
}

/// What all of the source says.
pub fn uses() -> Uses {
    let mut uses = Uses::default();
    for (_, text) in sources("src") {
        uses.read(&text);
    }
    uses
}

impl Uses {
    /// Adds what a file says.
    pub fn read(&mut self, text: &str) {
        self.visit_file(&syn::parse_file(text).unwrap());
    }

    fn path(&mut self, path: &str, arguments: BTreeSet<String>) {
        self.paths
            .entry(path.to_owned())
            .or_default()
            .insert(arguments);
    }

    fn group(&mut self, group: &str, arguments: BTreeSet<String>) {
        self.groups
            .entry(group.to_owned())
            .or_default()
            .extend(arguments);
    }
}

impl<'ast> Visit<'ast> for Uses {
    fn visit_macro(&mut self, node: &'ast Macro) {
        let named = |name| {
            node.path
                .segments
                .last()
                .is_some_and(|last| last.ident == name)
        };
        if named("say") {
            if let Ok(said) = syn::parse2::<Said>(node.tokens.clone()) {
                for inner in said.inner.iter() {
                    self.visit_expr(&inner.clone());
                }
                match said.by_value {
                    true => self.group(&said.path, said.arguments),
                    false => self.path(&said.path, said.arguments),
                }
            }
            return;
        }
        let inside = Punctuated::<Expr, Token![,]>::parse_terminated;
        if let Ok(inside) = inside.parse2(node.tokens.clone()) {
            for inner in inside {
                Uses::visit_expr(self, &inner);
            }
        }
    }

    /// Unit tests say what they like.
    fn visit_item_mod(&mut self, node: &'ast syn::ItemMod) {
        if node.ident != "tests" {
            visit::visit_item_mod(self, node);
        }
    }

    fn visit_expr_method_call(&mut self, node: &'ast syn::ExprMethodCall) {
        let method = node.method.to_string();
        let said = is_words(&node.receiver);
        let literals = node.args.first().filter(|_| said).map(literals);
        let literals = literals.unwrap_or_default();
        for literal in literals {
            match method.as_str() {
                "text" => self.path(&literal, BTreeSet::new()),
                "count" => self.path(&literal, BTreeSet::from(["n".to_owned()])),
                "find" | "named" => self.group(&literal, BTreeSet::new()),
                _ => {}
            }
        }
        visit::visit_expr_method_call(self, node);
    }
}

/// Whether this is what the whole source calls the texts of a language: `w`, or a field `words`.
fn is_words(receiver: &Expr) -> bool {
    match receiver {
        Expr::Path(path) => path.path.is_ident("w"),
        Expr::Field(field) => matches!(&field.member, syn::Member::Named(name) if name == "words"),
        _ => false,
    }
}

/// The text literals of an argument: itself, or those of a list.
fn literals(argument: &Expr) -> Vec<String> {
    match argument {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => vec![text.value()],
            _ => Vec::new(),
        },
        Expr::Reference(reference) => literals(&reference.expr),
        Expr::Array(list) => list.elems.iter().flat_map(literals).collect(),
        _ => Vec::new(),
    }
}

/// One `say!`.
struct Said {
    path: String,
    by_value: bool,
    arguments: BTreeSet<String>,
    inner: Vec<Expr>,
}

impl Parse for Said {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let words: Expr = input.parse()?;
        input.parse::<Token![,]>()?;
        let path = input.parse::<LitStr>()?.value();
        let mut said = Self {
            path,
            by_value: input.peek(Token![/]),
            arguments: BTreeSet::new(),
            inner: vec![words],
        };
        if said.by_value {
            input.parse::<Token![/]>()?;
            said.inner.push(input.parse()?);
        }
        while input.parse::<Token![,]>().is_ok() && !input.is_empty() {
            said.arguments.insert(input.parse::<Ident>()?.to_string());
            if input.parse::<Token![=]>().is_ok() {
                said.inner.push(input.parse()?);
            }
        }
        Ok(said)
    }
}
