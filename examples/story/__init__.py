"""The invented half year behind the sample export: who arrived, who worked whom, and what the systems wrote down."""
