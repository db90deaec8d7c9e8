"""Bitcoin beside the S&P 500 since the article: the days by which `crypto-for-young` can be overturned."""

import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.registry import indicator, tidy
from indicators.model import Hints
from indicators.model.missing import MissingData
from indicators.panel.panel import Panel
from indicators.theses.outlook.liquidity import PUBLISHED

BITCOIN, SHARES = message("Bitcoin"), "S&P 500"


def since_article(panel: Panel) -> pd.DataFrame:
    """Change in percent since the last close up to the article's day, on days that both have, by series id."""
    closes = pd.concat([panel["BTC_USD"], panel["SPX_CLOSE"]], axis=1, join="inner")
    start = closes[:PUBLISHED].iloc[-1]
    return 100 * (closes[start.name :] / start - 1)


@indicator(
    title="Bitcoin and the S&P 500 since the article",
    unit="percent, change since the close of 1 December 2025",
    formula="close ÷ last close up to the article's day − 1, × 100, on days that both have",
    series=("BTC_USD", "SPX_CLOSE"),
    serves=("crypto-for-young",),
    hints=Hints(focus=BITCOIN),
    caveat="Two prices over one stretch of days: it decides a test, and measures no upside to come. No dividends.",
)
def crypto_since_article(panel: Panel) -> pd.DataFrame:
    change = since_article(panel)
    if len(change) == 1:
        raise MissingData(message("There is no close after the article's day."))
    return tidy({BITCOIN: change["BTC_USD"], SHARES: change["SPX_CLOSE"]})
