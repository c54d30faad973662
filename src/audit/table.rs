//! The grid of a table: which cells stand where, and which headers head any of them.
//!
//! # Source
//! HTML, forming a table and assigning header cells. Work is bounded however cells may span.

use std::collections::HashSet;
use std::ops::Range;

use super::markup::Node;
use super::page::Page;

/// Columns beyond this one are not told apart.
const MOST_COLUMNS: usize = 2_000;

/// A cell and the slots that it covers.
#[derive(Debug)]
pub(super) struct Cell<'d> {
    pub(super) node: Node<'d>,
    pub(super) rows: Range<usize>,
    pub(super) columns: Range<usize>,
    /// First row after its group of rows.
    group_end: usize,
}

/// A table of HTML, or one made of roles.
#[derive(Debug)]
pub(super) struct Grid<'d> {
    pub(super) cells: Vec<Cell<'d>>,
    rows: usize,
}

/// In which direction a header heads cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Down,
    Across,
    /// The rest of its group of rows.
    Group,
}

impl<'d> Grid<'d> {
    /// The grid of an element with the role of a table.
    pub(super) fn of(page: &Page<'d>, table: Node<'d>) -> Self {
        let mut grid = Self { cells: Vec::new(), rows: 0 };
        if table.is("table") {
            for group in table.child_elements() {
                if group.is_any(&["thead", "tbody", "tfoot"]) {
                    grid.add_group(group.children().filter(|row| row.is("tr")));
                }
            }
        } else {
            let mut rows = Vec::new();
            for part in page.owned(table) {
                match page.role(part).map(|role| role.name) {
                    Some("rowgroup") => rows.extend(page.owned(part)),
                    _ => rows.push(part),
                }
            }
            rows.retain(|row| page.has_role(*row, "row"));
            for (at, row) in rows.iter().enumerate() {
                for (column, node) in page.owned(*row).into_iter().enumerate() {
                    let columns = column..column + 1;
                    grid.cells.push(Cell {
                        node,
                        rows: at..at + 1,
                        columns,
                        group_end: rows.len(),
                    });
                }
            }
            grid.rows = rows.len();
        }
        grid
    }

    /// Adds the rows of one group, out of which no cell spans.
    fn add_group(&mut self, rows: impl Iterator<Item = Node<'d>>) {
        let rows: Vec<_> = rows.collect();
        let end = self.rows + rows.len();
        // For each column, the first row that is free.
        let mut free: Vec<usize> = Vec::new();
        for row in rows {
            let mut column = 0;
            for node in row.children().filter(|cell| cell.is_any(&["td", "th"])) {
                while free.get(column).is_some_and(|free| *free > self.rows) {
                    column += 1;
                }
                let width = span(node, "colspan").clamp(1, 1_000);
                let last = (column + width).min(MOST_COLUMNS);
                let columns = column.min(last)..last;
                let bottom = match span(node, "rowspan") {
                    0 => end,
                    height => (self.rows + height).min(end),
                };
                free.resize(free.len().max(last), 0);
                for slot in &mut free[columns.clone()] {
                    *slot = bottom;
                }
                column = last;
                let rows = self.rows..bottom;
                self.cells.push(Cell { node, rows, columns, group_end: end });
            }
            self.rows += 1;
        }
    }

    /// The header cells that head no cell at all.
    pub(super) fn idle_headers(&self, page: &Page<'d>) -> Vec<Node<'d>> {
        let named: HashSet<usize> = self
            .cells
            .iter()
            .flat_map(|cell| cell.node.referenced("headers"))
            .map(Node::place)
            .collect();
        let reach = Reach::of(self);
        let idle = self.cells.iter().filter(|cell| {
            let role = page.role(cell.node).map_or("", |role| role.name);
            matches!(role, "columnheader" | "rowheader")
                && page.is_exposed(cell.node)
                && !named.contains(&cell.node.place())
                && match reach.direction(cell, role) {
                    Some(Direction::Down) => !reach.has_below(cell),
                    Some(Direction::Across) => !reach.has_after(cell),
                    Some(Direction::Group) => !reach.has_group(cell),
                    // HTML leaves it open; browsers go by where it stands.
                    None => !reach.has_below(cell) && !reach.has_after(cell),
                }
        });
        idle.map(|cell| cell.node).collect()
    }
}

fn span(node: Node<'_>, name: &str) -> usize {
    node.attribute(name).and_then(|value| value.trim().parse().ok()).unwrap_or(1)
}

/// How far cells reach in each column and row, and where data stand.
struct Reach {
    /// For each column, the last row in which a cell begins that takes its headers by place.
    below: Vec<usize>,
    /// For each row, the last column in which such a cell begins.
    after: Vec<usize>,
    rows_with_cells: Vec<bool>,
    rows_with_data: Vec<bool>,
    columns_with_data: Vec<bool>,
}

impl Reach {
    fn of(grid: &Grid<'_>) -> Self {
        let width = grid.cells.iter().map(|cell| cell.columns.end).max().unwrap_or(0);
        let mut reach = Self {
            below: vec![0; width],
            after: vec![0; grid.rows],
            rows_with_cells: vec![false; grid.rows],
            rows_with_data: vec![false; grid.rows],
            columns_with_data: vec![false; width],
        };
        for cell in &grid.cells {
            // An empty corner says nothing of the row and column that it opens.
            let is_data =
                cell.node.is("td") && !cell.node.text_content().trim().is_empty();
            let names = cell.node.attribute("headers").unwrap_or_default();
            let by_place = names.trim().is_empty();
            for row in cell.rows.clone() {
                reach.rows_with_data[row] |= is_data;
                reach.rows_with_cells[row] |= by_place;
                if by_place {
                    reach.after[row] = reach.after[row].max(cell.columns.start);
                }
            }
            for column in cell.columns.clone() {
                reach.columns_with_data[column] |= is_data;
                if by_place {
                    reach.below[column] = reach.below[column].max(cell.rows.start);
                }
            }
        }
        reach
    }

    fn has_below(&self, cell: &Cell<'_>) -> bool {
        self.below[cell.columns.clone()].iter().any(|row| *row >= cell.rows.end)
    }

    fn has_after(&self, cell: &Cell<'_>) -> bool {
        self.after[cell.rows.clone()].iter().any(|column| *column >= cell.columns.end)
    }

    fn has_group(&self, cell: &Cell<'_>) -> bool {
        let below = cell.rows.end..cell.group_end;
        self.has_after(cell) || self.rows_with_cells[below].iter().any(|has| *has)
    }

    /// Where a header's cells are, if it has a direction.
    fn direction(&self, cell: &Cell<'_>, role: &str) -> Option<Direction> {
        if !cell.node.is("th") || cell.node.has("role") {
            let is_column = role == "columnheader";
            return Some(if is_column { Direction::Down } else { Direction::Across });
        }
        let scope = cell.node.attribute("scope").unwrap_or_default().to_ascii_lowercase();
        match scope.as_str() {
            "col" | "colgroup" => return Some(Direction::Down),
            "row" => return Some(Direction::Across),
            "rowgroup" => return Some(Direction::Group),
            _ => {}
        }
        let no_data = |all: &[bool]| !all.iter().any(|has| *has);
        if no_data(&self.rows_with_data[cell.rows.clone()]) {
            return Some(Direction::Down);
        }
        no_data(&self.columns_with_data[cell.columns.clone()])
            .then_some(Direction::Across)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::markup::Document;

    #[track_caller]
    fn check(table: &str, expected: &[&str]) {
        let document = Document::parse(table);
        let page = Page::new(&document);
        let node = document.elements().find(|n| page.has_role(*n, "table")).unwrap();
        let idle = Grid::of(&page, node).idle_headers(&page);
        let words: Vec<_> = idle.iter().map(|cell| cell.text_content()).collect();
        assert_eq!(words, expected, "{table}");
    }

    #[test]
    fn a_header_heads_what_stands_below_or_after_it() {
        check("<table><tr><th>A<th>B<tr><td>1<td>2</table>", &[]);
        check("<table><tr><th>A<th>B<tr><td>1</table>", &["B"]);
        check("<table><tr><th>A<th>B<tr><td colspan=2>1</table>", &[]);
        check("<table><tr><td><th>A<tr><th>R<td>1</table>", &[]);
        check("<table><tr><td>x<th>A<tr><td>y<td>1</table>", &[]);
        check("<table><tr><td>x<td>1<tr><td>y<th>A</table>", &["A"]);
        check("<table><tr><td>x<th scope=col>A<tr><th scope=row>R<td>1</table>", &[]);
        check("<table><tr><th>Name<th>Age<tr><th scope=row>Ann<td>3</table>", &[]);
        check("<table><tbody><tr><th scope=rowgroup>G<tr><td>1</table>", &[]);
        check("<table><tbody><tr><th scope=rowgroup>G<tbody><tr><td>1</table>", &["G"]);
        check("<table><thead><tr><th>A</thead></table>", &["A"]);
        check("<table><tr><th id=h>A<td headers=h>1</table>", &[]);
        check("<table><tr><th rowspan=2 scope=row>R<td>1<tr><td>2</table>", &[]);
        check(
            "<div role=table><div role=row><b role=columnheader>A</b><b role=columnheader>B</b></div><div role=row><b role=cell>1</b></div></div>",
            &["B"],
        );
    }

    #[test]
    fn no_span_is_too_much() {
        let row = "<tr>".to_owned() + &"<td rowspan=65534 colspan=1000>".repeat(50);
        check(&("<table>".to_owned() + &row.repeat(100)), &[]);
    }
}
