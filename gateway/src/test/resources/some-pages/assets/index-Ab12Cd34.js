console.log("some pages")
