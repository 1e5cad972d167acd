"""全市: the counties of a city side by side, counted by the city's rules from their own data; it is
there where the data list a city's counties.
"""

import streamlit as st

from govsvc.city import bulletin
from pages._ui import city_data, frame, ui
from pages._ui.city import city_sections

month = frame.current().month
view = city_sections.choose()
if month is None:
    city_sections.nothing_closed()
    st.stop()
shown = city_data.month(month)
frame.title(ui.text(bulletin.headline(shown)))
city_sections.standings(shown)
city_sections.views()[view](shown)
