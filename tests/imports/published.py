"""Small files as their publishers lay them out: real names of columns, made-up counties, people and numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.parquet as parquet

Row: TypeAlias = Mapping[str, object]


def columns(*lines: str) -> list[str]:
    """Names with commas between them."""
    return [name for line in lines for name in line.split(",")]


VERA_1 = columns(
    "yfips,year,fips,state,county_name,total_pop,total_pop_15to64,urbanicity,region,division,commuting_zone",
    "metro_area,land_area,total_jail_adm,total_jail_adm_dcrp,female_jail_adm_dcrp,total_jail_pop,female_jail_pop",
    "total_jail_pretrial,jail_from_ice,total_prison_pop,num_facilites,num_employees,confined_pop,capacity",
)
VERA_2 = columns(
    "yfips,year,fips,state,county_name,total_pop,total_pop_15to64,urbanicity,region,division,commuting_zone",
    "metro_area,land_area,total_jail_pop,female_jail_pop,total_jail_pretrial,total_jail_from_ice,total_jail_adm",
    "total_jail_dis,total_jail_pop_dcrp,total_jail_adm_dcrp,jail_rated_capacity,private_jail_flag",
    "regional_jail_flag,total_prison_pop",
)
VERA_3 = columns(
    "year,quarter,state_abbr,state_code,state_fips,county_name,county_code,fips,urbanicity,region,division",
    "metro_area_2000,commuting_zone_2000,land_area_2000,total_pop,total_pop_15to64,private_jail_flag",
    "regional_jail_flag,jail_rated_capacity,total_jail_pop,female_jail_pop,total_jail_pretrial",
    "total_jail_from_ice,total_jail_adm,female_jail_adm,total_jail_dis,total_jail_sentenced",
)
VERA_31 = columns(
    "year,county_fips,county_name,state_abbr,state_fips,state_code,county_code,urbanicity,region,division",
    "metro_area,commuting_zone,land_area,total_jail_pop,male_jail_pop,total_pretrial_custody,total_jail_from_ice",
    "total_jail_admits,male_jail_admits,total_jail_discharges,jail_rated_capacity,total_sentenced_custody",
    "is_regional_jail,is_unified_state,total_prison_pop",
)

RAW_2025 = columns(
    "Detainer Prepare Date,Facility State,Facility AOR,Port of Departure,Departure Country,Departed Date",
    "Case Status,Detainer Prepared Criminality,Detention Facility,Detention Facility Code,Facility City",
    "Detainer Prep Threat Level,Gender,Citizenship Country,Birth Year,Detainer Lift Reason,Detainer Type",
    "Alien File Number,EID Subject ID,Unique Identifier",
)
RAW_MARCH_2026 = columns(
    "Detainer Prepare Date,Facility State,Facility AOR,Port of Departure,Departure Country,Departed Date",
    "Case Status,Detainer Criminality,Detainer Facility,Detainer Facility Code,Facility City,Detainer Threat Level",
    "Gender,Citizenship Country,Birth Year,Detainer Lift Reason,Detainer Type,EID DTA ID,Anonymized Identifier",
)
RAW_AUGUST_2026 = columns(
    "Apprehension Date,Birth Country,Birth Year,Detainer Lift Reason,Detainer Prepared Date,Detainer Type",
    "Detention Facility,Detention Facility Code,AOR,City,State,Gender,Alien File Number",
    "Anonymized Unique Identifier",
)
RAW_NPR = columns(
    "Prepare Date,Detainer Lift Reason,Detainer Detention Facility,City,State,Detainer Type",
)
LATEST_MARCH_2026 = columns(
    "detainer_prepare_date,facility_state,facility_aor,detention_facility,detention_facility_code,facility_city",
    "gender,birth_year,detainer_type,unique_identifier,duplicate_likely,file_original,sheet_original,row_original",
)
LATEST_AUGUST_2026 = columns(
    "detainer_prepare_date,detainer_type,detention_facility,detention_facility_code,facility_aor,facility_city",
    "facility_state,gender,birth_year,duplicate_episode_identifier,duplicate_episode_first,unique_identifier",
    "duplicate_likely,duplicate_drop_row,file_original,sheet_original,row_original",
)
HISTORICAL = columns(
    "prepare_date,detainer_type,detainer_aor,detention_facility,detention_facility_code,facility_state",
    "facility_city,state,city,gender,birth_year,unique_identifier,file_original,sheet_original,row_original",
    "duplicate_episode_id",
)


def write_csv(path: Path, header: Sequence[str], rows: Sequence[Row], delimiter: str = ",") -> Path:
    """Rows under a header; a column that a row does not name is empty."""
    unknown = {name for row in rows for name in row} - set(header)
    assert not unknown, f"{unknown} are not in the header"
    lines = [delimiter.join(header), *(delimiter.join(str(row.get(name, "")) for name in header) for row in rows)]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def write_parquet(path: Path, header: Sequence[str], rows: Sequence[Row]) -> Path:
    """The same as Parquet, with the values' own types."""
    parquet.write_table(pa.table({name: [row.get(name) for row in rows] for name in header}), path)
    return path


def vera_row(header: Sequence[str], fips: str, year: int, numbers: str, *, name: str = "", quarter: str = "") -> Row:
    """A row of a layout; ``numbers`` are admissions, people and beds, with slashes between them."""
    state, county = {"51": ("VA", "Elm County"), "24": ("MD", "Oak County")}.get(fips[:2], ("AL", "Fern County"))
    admissions, people, beds = numbers.split("/")
    values = {
        **dict.fromkeys(("fips", "county_fips"), fips.lstrip("0")),
        **dict.fromkeys(("state", "state_abbr"), state),
        **dict.fromkeys(("total_jail_adm", "total_jail_admits"), admissions),
        **dict.fromkeys(("capacity", "jail_rated_capacity"), beds),
        "year": year,
        "quarter": quarter,
        "county_name": name or county,
        "total_jail_pop": people,
    }
    return {column: value for column, value in values.items() if column in header}
