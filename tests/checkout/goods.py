"""Goods of the sandbox's merchants that the tests buy."""

FURNITURE = "nordhaus.example"
ELECTRONICS = "kintaro.example"
BOOKS = "buecherhalle.example"

SOFA = {"variant_id": "NH-LIN3-NAVY"}
LOVESEAT = {"variant_id": "NH-LIN2-NAVY"}
SOLD_OUT = {"variant_id": "NH-LIN2-RUST"}
HEADPHONES = {"variant_id": "KT-SZK-BLACK"}
BOOK = {"variant_id": "BH-1007-PB"}

SOUND = "voltline.example"
HUSH = {"variant_id": "VL-HUSH-BLACK"}
CABLE = {"variant_id": "VL-CBL-3FT"}
OAT_SOFA = {"variant_id": "NH-LIN3-OAT"}
RUG = {"variant_id": "NH-RUGT-GRAY-5X8FT"}
