//! Refusals in V1's codes: table 8-2 of the Chinese reference, without the blanks of its layout.

use std::borrow::Cow;

use super::Refusal;

impl Refusal {
    /// The same refusal as V1 says it: same status, its own code. What table 8-2 has no code for
    /// gets that of the next more general case; where that names a parameter in its words, so do
    /// these, else they are the same.
    #[must_use]
    pub fn in_v1(self) -> Self {
        Self {
            code: code(self.code),
            message: match self.code {
                "DMS.00400082" => invalid("instances"),
                "DMS.00400128" => invalid("publicip_id"),
                _ => self.message,
            },
            ..self
        }
    }
}

/// The words of 111400063 and 111400066.
fn invalid(parameter: &str) -> Cow<'static, str> {
    Cow::Owned(format!("Invalid configuration parameter {parameter}."))
}

fn code(of_v2: &str) -> &'static str {
    match of_v2 {
        "DMS.00400002" => "111400002",
        "DMS.00400004" => "111400004",
        "DMS.00400005" | "DMS.00400085" => "111400005",
        "DMS.00400007" | "DMS.00400022" => "111400007",
        "DMS.00400008" => "111400008",
        "DMS.00400009" | "DMS.00400029" | "DMS.00400055" => "111400009",
        "DMS.00400010" => "111400010",
        "DMS.00400011" => "111400011",
        "DMS.00400012" => "111400012",
        "DMS.00400013" => "111400013",
        "DMS.00400014" => "111400014",
        "DMS.00400015" => "111400015",
        "DMS.00400016" => "111400016",
        "DMS.00400017" | "DMS.00400026" => "111400026",
        "DMS.00400030" => "111400061",
        // Not in table 8-2: made as the others are.
        "DMS.00400035" => "111400035",
        "DMS.00400042" => "111400042",
        "DMS.00400060" => "111400060",
        "DMS.00400062" => "111400062",
        "DMS.00400064" => "111400064",
        "DMS.00400065" => "111400065",
        "DMS.00400067" => "111400067",
        "DMS.00400082" | "DMS.00400128" => "111400066",
        "DMS.00400099" => "111400099",
        "DMS.00400100" => "111400100",
        "DMS.00400106" => "111400106",
        "DMS.00400125" => "111400125",
        "DMS.00400500" => "111400500",
        "DMS.10240104" => "111401004",
        "DMS.00403002" | "DMS.10240306" | "DMS.10240312" => "111403002",
        "DMS.00403003" => "111403003",
        "DMS.00404001" => "111404001",
        "DMS.00404022" => "111404022",
        _ => "111500000",
    }
}
