// The bookmark of the status page; web/saving.py packs it into an address. It only tells: nothing is sent or changed.
// `sources` holds [id, name, [host and path, ...], watched folder or ""], `title` is the name of the service.
(function (sources, title) {
  var host = location.hostname.toLowerCase().replace(/^www\./, "");
  var path = location.pathname + location.search;
  var here = [], best = null, most = -1;
  sources.forEach(function (one) {
    var fits = -1;
    one[2].forEach(function (place) {
      var at = place.indexOf("/");
      var start = at < 0 ? "" : place.slice(at);
      if ((at < 0 ? place : place.slice(0, at)) !== host) return;
      fits = Math.max(fits, path.indexOf(start) === 0 ? start.length : 0);
    });
    if (fits >= 0) here.push(one);
    if (fits > most) { most = fits; best = one; }
  });
  var agent = navigator.userAgent;
  var apple = /Mac|iPhone|iPad/.test(agent);
  var kind = "a complete web page";
  if (/Firefox/.test(agent)) kind = "“Web page, complete”";
  else if (/Chrome|Chromium|Edg/.test(agent)) kind = "“Webpage, Single File” (.mhtml)";
  else if (apple) kind = "“Web Archive” (.webarchive)";
  var said = title + " reads nothing from " + (host || "this page") + " by saved pages.";
  said += " A source that it does not know yet is added with: cfpfeeds add " + location.href;
  if (best) {
    said = "This page belongs to “" + best[1] + "” (" + best[0] + ").";
    if (most === 0 && here.length > 1) {
      said = "Several sources read this host: " + here.map(function (one) { return one[0]; }).join(", ");
      said += ". Take the one whose page this is; for “" + best[1] + "”:";
    }
    said += "\n\n1. Wait until all calls are shown, then press " + (apple ? "Cmd" : "Ctrl") + "+S and save as " + kind;
    said += ".\n2. ";
    if (best[3]) said += "Put the file into the watched folder that ends in “" + best[3] + "”.";
    else said += "Then: cfpfeeds import " + best[0] + " FILE";
  }
  alert(said + "\n\nNothing was sent or saved by this bookmark.");
})
