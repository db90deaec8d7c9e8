for (const asked of ['light', 'dark']) if (new URLSearchParams(location.search).get('theme') == asked) document.documentElement.style.colorScheme = asked
