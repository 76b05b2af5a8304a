//! Lists: narrowed by name, sorted, cut into pages, with only some columns.

use serde_json::{Value, json};

use super::answer::{Answer, Result};
use super::ask::Ask;
use super::columns;
use super::edition::Edition;
use super::sorting;

/// The most rows of a page.
const MOST: usize = 500;
/// The rows of a page unless it says how many.
const USUAL: usize = 100;

/// Answers with rows as they are asked for: all, or a page of them.
pub fn list(rows: Vec<Value>, ask: &Ask, edition: Edition) -> Result {
    let columns = ask.parameter("columns");
    let only = |rows: Vec<Value>| -> Value {
        let rows = rows.into_iter();
        match columns {
            None => rows.collect(),
            Some(columns) => rows.map(|row| columns::only(&row, columns)).collect(),
        }
    };
    let Some((page, size)) = page(ask)? else {
        return Ok(Answer::ok(only(sorting::sorted(rows, ask))));
    };
    let total = rows.len();
    let rows = named(rows, ask)?;
    let filtered = rows.len();
    let pages = filtered.div_ceil(size).max(1);
    if page > pages && !edition.is_old() {
        let reason = format!("Page out of range, page: {page} page size: {size}, len: {filtered}");
        return Err(Answer::error(400, "page_out_of_range", &reason));
    }
    let rows = sorting::sorted(rows, ask);
    let items: Vec<Value> = rows
        .into_iter()
        .skip((page - 1).saturating_mul(size))
        .take(size)
        .collect();
    let count = items.len();
    Ok(Answer::ok(json!({
        "filtered_count": filtered,
        "item_count": count,
        "items": only(items),
        "page": page,
        "page_count": pages,
        "page_size": size,
        "total_count": total,
    })))
}

/// Which page of what size is asked for; nothing when all rows are.
fn page(ask: &Ask) -> std::result::Result<Option<(usize, usize)>, Answer> {
    let Some(page) = ask.parameter("page") else {
        return Ok(None);
    };
    let size = ask.parameter("page_size");
    let numbers = (
        page.parse::<usize>().ok(),
        size.map_or(Some(USUAL), |size| size.parse().ok()),
    );
    match numbers {
        (Some(page @ 1..), Some(size @ 1..=MOST)) => Ok(Some((page, size))),
        (Some(page), Some(size)) => {
            let reason =
                format!("Invalid pagination parameters: page number {page}, page size {size}");
            Err(Answer::error(400, "invalid_pagination_parameters", &reason))
        }
        _ => Err(Answer::bad_request("Pagination parameters are invalid")),
    }
}

/// The rows whose name has a text in it, or matches a regular expression: either ignores case.
fn named(rows: Vec<Value>, ask: &Ask) -> std::result::Result<Vec<Value>, Answer> {
    let Some(wanted) = ask.parameter("name") else {
        return Ok(rows);
    };
    let name = |row: &Value| row["name"].as_str().unwrap_or_default().to_owned();
    if !ask.flag("use_regex") {
        let wanted = wanted.to_lowercase();
        let has = |row: &Value| name(row).to_lowercase().contains(&wanted);
        return Ok(rows.into_iter().filter(has).collect());
    }
    let pattern = regex_lite::RegexBuilder::new(wanted)
        .case_insensitive(true)
        .build();
    let pattern = pattern.map_err(|_| Answer::bad_request("Pagination parameters are invalid"))?;
    let has = |row: &Value| pattern.is_match(&name(row));
    Ok(rows.into_iter().filter(has).collect())
}

#[cfg(test)]
mod tests {
    use axum::http::Method;

    use super::*;

    fn ask(query: &str) -> Ask {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        Ask {
            method: Method::GET,
            path: Vec::new(),
            query: pairs
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect(),
            body: Vec::new(),
        }
    }

    fn rows() -> Vec<Value> {
        let row = |(name, messages): (&str, u64)| json!({ "name": name, "messages": messages });
        [("a.one", 3), ("B.two", 10), ("a.three", 7)]
            .map(row)
            .to_vec()
    }

    fn names(query: &str) -> Vec<String> {
        let answer = list(rows(), &ask(query), Edition::V310).unwrap();
        let body = answer.body.unwrap();
        let items = body.get("items").unwrap_or(&body).as_array().unwrap();
        let name = |row: &Value| row["name"].as_str().unwrap().to_owned();
        items.iter().map(name).collect()
    }

    #[test]
    fn rows_are_narrowed_sorted_and_cut() {
        assert_eq!(names(""), ["a.one", "B.two", "a.three"]);
        assert_eq!(names("page=1&name=b."), ["B.two"]);
        assert_eq!(names("page=1&name=^A&use_regex=true"), ["a.one", "a.three"]);
        let top = "page=1&page_size=2&sort=messages&sort_reverse=true";
        assert_eq!(names(top), ["B.two", "a.three"]);
        assert_eq!(names("page=2&page_size=2&sort=messages"), ["B.two"]);
    }

    #[test]
    fn what_cannot_be_a_page_is_refused_as_by_the_broker() {
        let refused = |query: &str| {
            let answer = list(rows(), &ask(query), Edition::V310).unwrap_err();
            let reason = answer.body.unwrap()["reason"].as_str().unwrap().to_owned();
            (answer.status, reason)
        };
        assert_eq!(
            refused("page=1&page_size=501"),
            (
                400,
                "Invalid pagination parameters: page number 1, page size 501".into()
            )
        );
        assert_eq!(
            refused("page=99"),
            (
                400,
                "Page out of range, page: 99 page size: 100, len: 3".into()
            )
        );
        let invalid = "Pagination parameters are invalid";
        assert_eq!(refused("page=one"), (400, invalid.into()));
        assert_eq!(
            refused("page=1&name=(&use_regex=true"),
            (400, invalid.into())
        );
        let old = list(rows(), &ask("page=99"), Edition::V38).unwrap();
        assert_eq!(old.body.unwrap()["items"], json!([]));
    }
}
