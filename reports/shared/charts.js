// Draws every chart of the page from the option that stands beside it. An
// option is data: it is parsed as JSON and nothing in it is run.
(function () {
  "use strict";
  var narrow = window.innerWidth < 600;
  var width = narrow ? 380 : 640;

  function draw(box) {
    var option = JSON.parse(document.getElementById(box.dataset.option).textContent);
    var height = Number(box.dataset.height);
    var stage = document.createElement("div");
    box.textContent = "";
    box.appendChild(stage);
    echarts.init(stage, null, { renderer: "svg", width: width, height: height }).setOption(option);

    // The drawing has one size and is scaled as a picture, so that paper and
    // a turned telephone show the same one.
    var svg = stage.querySelector("svg");
    svg.setAttribute("viewBox", "0 0 " + width + " " + height);
    svg.setAttribute("preserveAspectRatio", "xMidYMin meet");
    box.classList.add("drawn");
  }

  document.querySelectorAll("[data-option]").forEach(function (box) {
    try {
      draw(box);
    } catch (error) {
      box.textContent = "图未能绘出，数据见下表。";
      console.error(error);
    }
  });
})();
